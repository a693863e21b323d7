"""A token that is read without checking its signature, or with any algorithm.

Why: whoever calls can write any user into such a token.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import argument, is_test, keyword, literal
from fe_skill.syntax.module import SourceModule

_DECODE: Final = ("jwt.decode", "jwt.api_jwt.decode", "jose.jwt.decode")
_DOUBTFUL: Final = re.compile(rb"verify|jose|[\"'](?i:none)[\"']")

_REFUSING: Final = re.compile(
    r"get_user|user_?info|introspect|review|verif|valid|authenticat|lookup"
)
_WHY_NOT: Final = re.compile(
    r"#.*((verified|validated|checked) (by|with|in|at|later|upstream|elsewhere|before|above)"
    r"|already (verified|validated|checked)|can be ignored|trusted)"
)
_LOOKING: Final = re.compile(
    r"peek|inspect|unverified|expir|extract|debug|log|header|issuer|tenant|kid|ttl|refresh|middleware"
)


def check(module: SourceModule) -> Iterator[Finding]:
    """Decoding without verification, unless the same file verifies as well.

    An ID token that comes straight from its issuer needs no check of its own (OpenID Connect
    Core, 3.1.3.7).
    """
    if is_test(module.path):
        return
    calls = list(module.calls_to(*_DECODE))
    told = {call: _unsound(module, call) for call in calls}
    if None in told.values():
        return
    for call, why in told.items():
        if why and not (call.args and "id_token" in module.segment(call.args[0])):
            doubt = (
                _confirmed(module, call) or not _decides(module, call) or _explained(module, call)
            )
            yield RULE.finding(
                module,
                call,
                why,
                severity=Severity.INFO if doubt else None,
                confidence=0.5 if doubt else None,
            )


def _confirmed(module: SourceModule, call: ast.Call) -> bool:
    """Whether the same file shows the token to something else that may refuse it."""
    token = call.args[0] if call.args else None
    if not isinstance(token, ast.Name):
        return False
    for each in module.nodes(ast.Call):
        name = each.func.attr if isinstance(each.func, ast.Attribute) else ""
        name = name or getattr(each.func, "id", "")
        given = (*each.args, *(one.value for one in each.keywords))
        shown = any(isinstance(one, ast.Name) and one.id == token.id for one in given)
        if each is not call and shown and _REFUSING.search(name):
            return True
    return False


def _explained(module: SourceModule, call: ast.Call) -> bool:
    """Whether a comment beside the call says why it needn't check."""
    last = len(module.text.splitlines())
    lines = (
        module.line(at) for at in range(max(call.lineno - 2, 1), min(call.lineno + 1, last) + 1)
    )
    return any(_WHY_NOT.search(line.lower()) for line in lines)


def _decides(module: SourceModule, call: ast.Call) -> bool:
    """Whether a function's name says that it tells who calls, rather than looks into a token."""
    function = module.function_of(call)
    return function is None or not _LOOKING.search(function.name)


def _unsound(module: SourceModule, call: ast.Call) -> str | None:
    options = literal(module, keyword(call, "options"))
    verifies = literal(module, keyword(call, "verify"))
    if verifies is False or (isinstance(options, dict) and not options.get("verify_signature", 1)):
        return "the token's signature is not checked"
    given = argument(call, 2, "algorithms")
    algorithms = literal(module, given)
    if isinstance(algorithms, (list, tuple)) and any(str(a).lower() == "none" for a in algorithms):
        return "a token may say that it isn't signed"
    jose = (module.dotted(call.func) or "").startswith("jose.")
    starred = any(each.arg is None for each in call.keywords)
    if jose and given is None and not starred:
        return "the token itself chooses the algorithm"
    return None


RULE = Rule(
    code="FE304",
    name="unverified-jwt",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="decode with the key and a list of the algorithms that you issue",
    check=InFile(check, (b"jwt", b"jose"), _DOUBTFUL),
    examples=(
        Bad(
            """
            import jwt

            def user_of(token: str) -> str:
                claims = jwt.decode(token, options={"verify_signature": False})  # <- FE304
                return claims["sub"]
            """
        ),
        Bad(
            """
            from jose import jwt

            def user_of(token: str, key: str) -> str:
                return jwt.decode(token, key)["sub"]  # <- FE304
            """
        ),
        Good(
            """
            import jwt

            def user_of(token: str, keys: dict[str, str]) -> str:
                issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
                return jwt.decode(token, keys[issuer], algorithms=["RS256"])["sub"]
            """
        ),
    ),
)
