"""A secret in the source.

Why: whoever can read the repository, its history or an image made from it has the secret, and it
can't be changed without a release.
"""

import ast
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import argument, is_test
from fe_skill.syntax.module import SourceModule

_KNOWN: Final = re.compile(
    r"AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36,}|sk_live_[0-9A-Za-z]{20,}|xox[abp]-[0-9A-Za-z-]{20,}"
    r"|-----BEGIN (?:RSA |EC )?PRIVATE KEY-----|sk-(?:ant-|proj-)?[0-9A-Za-z_-]{32,}"
    r"|AIza[0-9A-Za-z_-]{35}"
)
_NAME: Final = re.compile(
    r"(^|_)(secret|secret_?key|private_key|signing_key|jwt_(key|secret)|api_?key|access_key|auth_token"
    r"|access_token|password|passwd|client_secret|encryption_key)$",
    re.IGNORECASE,
)
_PLACEHOLDER: Final = re.compile(
    r"change|example|your|dummy|fake|test|placeholder|default|sample|insecure|xxx|\*\*\*|<|\$\{|\{\{",
    re.IGNORECASE,
)
# Keys that a browser or an installed program shows to everyone anyway.
_PUBLIC: Final = re.compile(
    r"publi[cs]h?|posthog|analytics|telemetry|segment|amplitude|mixpanel|site_?key|sentry|algolia_search",
    re.IGNORECASE,
)
_PUBLIC_VALUE: Final = re.compile(r"(phc|pk)_|pk[-.]|G-|UA-")
_LOCAL: Final = re.compile(
    r"(^|_)(local|dev|debug|test|tests|dummy|fake|mock|sample|example|placeholder)(_|$)",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"[A-Za-z0-9+/=_\-.]{20,}")
# What may be one of these, in bytes: most files have nothing like it, and aren't parsed for it.
_MARKS: Final = (b"AKIA", b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"sk_live_", b"sk-", b"xox",
                 b"-----BEGIN", b"AIza")  # fmt: skip
_LOOK: Final = re.compile(rb"AKIA|gh[pousr]_|sk_live_|xox[abp]-|-----BEGIN|[\"'\s]sk-|AIza")
_SIGNS: Final = re.compile(rb"(?:encode|decode)\(")
# A pattern that begins with plain letters is looked for twice as fast as one with a choice there.
_HELD: Final = tuple(
    re.compile(
        word + rb"\w*[\"']?\s*(?::[^=\n]{1,60})?[=:(,]\s*[bru]?[\"']([\w+/=.-]{20,})[\"']"
        rb"(\s*[bruf]?[\"'])?"
    )
    for word in (b"secret", b"key", b"passw", b"token")
)
_HEX: Final = re.compile(r"[0-9a-f]{32,}")
_RANDOM_BITS: Final = 3.6
_ENCODE: Final = ("jwt.encode", "jose.jwt.encode", "jwt.decode", "jose.jwt.decode")


def check(module: SourceModule) -> Iterator[Finding]:
    """Literals that are secrets by their form, or by their name and their randomness."""
    if is_test(module.path):
        return
    named = dict(_named(module))
    keys = {id(argument(call, 1, "key")) for call in module.calls_to(*_ENCODE)}
    for node in module.nodes(ast.Constant):
        value = node.value
        if not isinstance(value, str) or len(value) < 8:  # noqa: PLR2004 -- shorter ones are words
            continue
        name = named.get(node)
        # A secret inside of other text is an example of one, in a message or for a detector.
        whole = " " not in value or (value.startswith("-----BEGIN") and "\n" in value.strip())
        if whole and _KNOWN.search(value) and not _is_example(module, node):
            yield RULE.finding(module, node, "a secret stands in the source", confidence=0.95)
        elif name is not None and _random(value) and not _meant_open(name, value):
            yield RULE.finding(module, node, f"`{name}` holds a secret in the source")
        elif id(node) in keys:
            yield RULE.finding(module, node, "tokens are signed with a key from the source")


def _suspect(data: bytes) -> bool:
    """Whether a file may hold one: by its form, by a name beside it, or given to sign tokens."""
    if any(word in data for word in _MARKS) and _LOOK.search(data):
        return True
    if b"jwt" in data and _SIGNS.search(data):
        return True
    small = data.lower()
    held = (found for pattern in _HELD for found in pattern.finditer(small))
    return any(found[2] or _random(data[slice(*found.span(1))].decode()) for found in held)


def _named(module: SourceModule) -> Iterator[tuple[ast.Constant, str]]:
    """The literals that a name, an attribute or a keyword calls secret."""
    for node in module.nodes(ast.Assign):
        for target in node.targets:
            name = str(getattr(target, "id", getattr(target, "attr", "")))
            if isinstance(node.value, ast.Constant) and _NAME.search(name):
                yield node.value, name
    for annotated in module.nodes(ast.AnnAssign):
        name = str(getattr(annotated.target, "id", ""))
        if isinstance(annotated.value, ast.Constant) and _NAME.search(name):
            yield annotated.value, name
    for call in module.nodes(ast.Call):
        for given in call.keywords:
            if isinstance(given.value, ast.Constant) and _NAME.search(given.arg or ""):
                yield given.value, given.arg or ""


def _is_example(module: SourceModule, node: ast.Constant) -> bool:
    """Whether a value, or the name that it is given, says that it is only for trying things out."""
    outer = module.parent(node)
    targets = outer.targets if isinstance(outer, ast.Assign) else [getattr(outer, "target", None)]
    names = " ".join(str(getattr(target, "id", "")) for target in targets)
    return bool(_PLACEHOLDER.search(str(node.value)) or _LOCAL.search(names))


def _meant_open(name: str, value: str) -> bool:
    return bool(_PUBLIC.search(name) or _LOCAL.search(name) or _PUBLIC_VALUE.match(value))


def _random(value: str) -> bool:
    """Whether a value looks made by a generator rather than written by a person."""
    if not _TOKEN.fullmatch(value) or _PLACEHOLDER.search(value) or "://" in value:
        return False
    if _HEX.fullmatch(value.lower()):
        return True
    kinds = sum(bool(re.search(kind, value)) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
    counts = Counter(value).values()
    bits = -sum(n / len(value) * math.log2(n / len(value)) for n in counts)
    return kinds == 3 and bits >= _RANDOM_BITS  # noqa: PLR2004 -- lower, upper and digits


RULE = Rule(
    code="FE305",
    name="hard-coded-secret",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="read it from the environment, and replace it: it is known now",
    check=InFile(check, (b'"', b"'"), look=_suspect),
    examples=(
        Bad(
            """
            SECRET_KEY = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4c"  # <- FE305
            """
        ),
        Bad(
            """
            import jwt

            def issue(user: str) -> str:
                return jwt.encode({"sub": user}, "hunter22", algorithm="HS256")  # <- FE305
            """
        ),
        Good(
            """
            import os

            SECRET_KEY = os.environ["SECRET_KEY"]
            API_KEY = "changethis-0123456789-ABCDEFabcdef"
            TOKEN_URL = "https://accounts.example/oauth/token"
            password = "OPENAI_API_KEY_NAME"
            POSTHOG_PROJECT_API_KEY = "phc_b1T2ugnZhMHRWqMvSRHPdeTjaPxQqT3QSsI3r5FlQR5"
            """
        ),
    ),
)
