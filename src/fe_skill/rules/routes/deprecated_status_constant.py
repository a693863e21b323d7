"""A status constant whose name was replaced.

Why: the old names warn at every import and will go; where warnings are errors, as in a strict test
run, they already fail.
"""

import ast
from collections.abc import Iterator
from typing import Final

from starlette import status

from fe_skill.rules.edits import replaced
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import status_constants
from fe_skill.syntax.module import SourceModule

_NEW: Final = {
    old: new
    for old, number in status.__deprecated__.items()
    for new in status.__all__
    if new.startswith(f"HTTP_{number}_")
}


def check(module: SourceModule) -> Iterator[Finding]:
    """Every use of an old name. An import under the old name is shown without a fix."""
    for node, name in status_constants(module):
        if name not in _NEW:
            continue
        fix = None
        if isinstance(node, ast.Attribute):
            text = module.segment(node).replace(name, _NEW[name])
            edits = (replaced(module, node, text),)
            fix = Fix(f"Use `{_NEW[name]}`", Applicability.SAFE, edits)
        message = f"`{name}` is deprecated, its new name is `{_NEW[name]}`"
        yield RULE.finding(module, node, message, fix=fix)


RULE = Rule(
    code="FE107",
    name="deprecated-status-constant",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="use the new name",
    check=InFile(check, tuple(name.encode() for name in _NEW)),
    fix=Applicability.SAFE,
    needs=("fastapi>=0.120",),
    examples=(
        Bad(
            """
            from fastapi import HTTPException, status

            def refuse() -> None:
                raise HTTPException(status.HTTP_422_UNPROCESSABLE_ENTITY)  # <- FE107
            """,
            fixed="""
            from fastapi import HTTPException, status

            def refuse() -> None:
                raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT)
            """,
        ),
        Good(
            """
            from http import HTTPStatus as status

            CODE = status.HTTP_422_UNPROCESSABLE_ENTITY
            """
        ),
    ),
)
