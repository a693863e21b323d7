"""A secret that is written to the log.

Why: logs are kept, copied and read by many; a password or a token in them is a password given away.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import is_script, is_test, log_calls
from fe_skill.syntax.module import SourceModule

_SECRET: Final = re.compile(
    r"(^|_)(password|passwd|api_?key|(access|refresh|auth|bearer|id|reset)_token|client_secret"
    r"|secret_key|private_key|authorization)$",
    re.IGNORECASE,
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
    check=InFile(check, (b".info(", b".debug(", b".warning(", b".error(", b".exception(")),
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
