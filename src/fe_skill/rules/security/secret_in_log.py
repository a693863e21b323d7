"""A secret that is written to the log.

Why: logs are kept, copied and read by many; a password or a token in them is a password given away.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import is_script, is_test, log_calls
from fe_skill.syntax.module import SourceModule

_SECRET: Final = re.compile(
    r"(^|_)(password|passwd|api_?key|(access|refresh|auth|bearer|id|reset)_token|client_secret"
    r"|secret_key|private_key|authorization)$",
    re.IGNORECASE,
)
_LOGS: Final = (b".info(", b".debug(", b".warning(", b".error(", b".exception(")
_LOG: Final = re.compile(rb"\.(?:debug|info|warn|warning|error|exception|critical|fatal)\(")
_LOOK: Final = re.compile(
    rb"(?:\b|_)(?:password|passwd|api_?key|(?:access|refresh|auth|bearer|id|reset)_token|client_secret"
    rb"|secret_key|private_key|authorization)\b"
)


def check(module: SourceModule) -> Iterator[Finding]:
    """Log calls that are given a value named as a secret, as it is."""
    if is_test(module.path):
        return
    for call in log_calls(module):
        for value in (*call.args, *(given.value for given in call.keywords)):
            for node in _shown(value):
                name = node.id if isinstance(node, ast.Name) else node.attr
                if _SECRET.search(name) and not name.isupper():
                    message = f"`{name}` is written to the log"
                    # Who runs a script by hand may look at what they gave it.
                    lower = Severity.INFO if is_script(module) else None
                    yield RULE.finding(module, node, message, severity=lower)


def _names(data: bytes) -> bool:
    """Whether a word that names a secret stands in a statement that logs."""
    small = data.lower()
    if not _LOOK.search(small):
        return False
    return any(_LOOK.search(small, *_statement(small, at)) for at in _LOG.finditer(small))


def _statement(data: bytes, at: re.Match[bytes]) -> tuple[int, int]:
    """Where the statement goes on and ends: with the next line that is not further right."""
    line = data.rfind(b"\n", 0, at.start()) + 1
    indent = data[line : at.start()]
    after = _after(indent[: len(indent) - len(indent.lstrip())]).search(data, at.end())
    return at.end(), after.start() if after else len(data)


@cache
def _after(indent: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\n(?!" + re.escape(indent) + rb"[ \t])[ \t]*[^\s#)\]}]")


def _shown(value: ast.expr) -> Iterator[ast.Name | ast.Attribute]:
    """The values that a log line shows whole: not what a call or a slice makes of them."""
    if isinstance(value, (ast.Name, ast.Attribute)):
        yield value
    elif isinstance(value, ast.JoinedStr):
        for part in value.values:
            if isinstance(part, ast.FormattedValue):
                yield from _shown(part.value)
    elif isinstance(value, ast.BinOp):
        yield from _shown(value.left)
        yield from _shown(value.right)
    elif isinstance(value, ast.Tuple):
        for each in value.elts:
            yield from _shown(each)


RULE = Rule(
    code="FE308",
    name="secret-in-log",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="log who and what, never the secret itself",
    check=InFile(check, _LOGS, look=_names),
    examples=(
        Bad(
            """
            import logging

            logger = logging.getLogger(__name__)

            def login(user: str, password: str) -> None:
                logger.info(f"{user} signs in with {password}")  # <- FE308
            """
        ),
        Good(
            """
            import logging

            logger = logging.getLogger(__name__)

            def login(user: str, access_token: str) -> None:
                logger.info("%s signs in, token of %d", user, len(access_token))
                logger.debug(access_token[:4])
            """
        ),
    ),
)
