"""A form of SQLAlchemy 1.x that version 2 keeps only for old code.

Why: the old base comes without types; it warns in 2.0 and its module is on the way out.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import replaced
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.syntax.module import SourceModule

_MOVED: Final = frozenset({"declarative_base", "declared_attr", "as_declarative"})


def check(module: SourceModule) -> Iterator[Finding]:
    """Imports of what moved to `sqlalchemy.orm`."""
    for node in module.nodes(ast.ImportFrom):
        if node.module != "sqlalchemy.ext.declarative" or node.level:
            continue
        names = {alias.name for alias in node.names}
        fix = None
        if names <= _MOVED:
            text = module.segment(node).replace("sqlalchemy.ext.declarative", "sqlalchemy.orm", 1)
            fix = Fix(
                "Import from `sqlalchemy.orm`", Applicability.SAFE, (replaced(module, node, text),)
            )
        message = "`sqlalchemy.ext.declarative` moved to `sqlalchemy.orm`"
        yield RULE.finding(module, node, message, fix=fix)


RULE = Rule(
    code="FE414",
    name="legacy-orm-form",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="import it from `sqlalchemy.orm`; better, derive a base from `DeclarativeBase`",
    check=InFile(check, (b"sqlalchemy.ext.declarative",)),
    fix=Applicability.SAFE,
    needs=("sqlalchemy>=2",),
    examples=(
        Bad(
            """
            from sqlalchemy.ext.declarative import declarative_base  # <- FE414

            Base = declarative_base()
            """,
            fixed="""
            from sqlalchemy.orm import declarative_base

            Base = declarative_base()
            """,
        ),
        Good(
            """
            from sqlalchemy.orm import DeclarativeBase

            class Base(DeclarativeBase): ...
            """
        ),
    ),
)
