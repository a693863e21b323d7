"""A column without `Mapped`.

Why: a type checker can't tell what the attribute holds, and whether it may be null is said once in
the column and once in the reader's head.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import imported, replaced
from fe_skill.rules.rule import Applicability, Bad, Edit, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import keyword, literal
from fe_skill.syntax.module import SourceModule

_COLUMN: Final = ("sqlalchemy.Column", "sqlalchemy.schema.Column")
_PYTHON: Final = {
    "Integer": "int",
    "BigInteger": "int",
    "SmallInteger": "int",
    "String": "str",
    "Text": "str",
    "Unicode": "str",
    "Boolean": "bool",
    "Float": "float",
}


def check(module: SourceModule) -> Iterator[Finding]:
    """Attributes of classes that are given a bare Column."""
    for node in module.nodes(ast.ClassDef):
        for statement in node.body:
            if (
                isinstance(statement, ast.Assign)
                and isinstance(statement.value, ast.Call)
                and isinstance(statement.targets[0], ast.Name)
                and module.is_(statement.value.func, *_COLUMN)
            ):
                name = statement.targets[0].id
                fix = _mapped(module, statement, statement.value)
                yield RULE.finding(module, statement, f"`{name}` has no `Mapped` type", fix=fix)


def _mapped(module: SourceModule, statement: ast.Assign, call: ast.Call) -> Fix | None:
    """`Mapped[...] = mapped_column(...)`, where the column's own type is one of the plain ones."""
    given = call.args[1] if call.args and isinstance(call.args[0], ast.Constant) else None
    given = given if given is not None or not call.args else call.args[0]
    called = given.func if isinstance(given, ast.Call) else given
    meant = module.dotted(called) or ""
    python = _PYTHON.get(meant.rpartition(".")[2]) if meant.startswith("sqlalchemy.") else None
    if python is None:
        return None
    if _nullable(module, call):
        python += " | None"
    edits: tuple[Edit, ...] = (
        replaced(
            module,
            statement.targets[0],
            f"{module.segment(statement.targets[0])}: Mapped[{python}]",
        ),
        replaced(module, call.func, "mapped_column"),
        *imported(module, "sqlalchemy.orm", "Mapped"),
        *imported(module, "sqlalchemy.orm", "mapped_column"),
    )
    return Fix("Give it a `Mapped` type", Applicability.SAFE, edits)


def _nullable(module: SourceModule, call: ast.Call) -> bool:
    said = keyword(call, "nullable")
    if said is not None:
        return literal(module, said) is not False
    return literal(module, keyword(call, "primary_key")) is not True


RULE = Rule(
    code="FE412",
    name="unmapped-column",
    severity=Severity.INFO,
    explanation=__doc__,
    mend="write `name: Mapped[type] = mapped_column(...)`",
    check=InFile(check, (b"Column(",)),
    fix=Applicability.SAFE,
    profile="blueprint",
    needs=("sqlalchemy>=2",),
    examples=(
        Bad(
            """
            from sqlalchemy import Column, Integer, String
            from sqlalchemy.orm import DeclarativeBase

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id = Column(Integer, primary_key=True)  # <- FE412
                number = Column(String(20), nullable=False)  # <- FE412
                note = Column("remark", String)  # <- FE412
            """,
            fixed="""
            from sqlalchemy import Column, Integer, String
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(Integer, primary_key=True)
                number: Mapped[str] = mapped_column(String(20), nullable=False)
                note: Mapped[str | None] = mapped_column("remark", String)
            """,
        ),
        Good(
            """
            from sqlalchemy import Column, Integer, Table
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            links = Table("links", Base.metadata, Column("a", Integer), Column("b", Integer))

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
            """
        ),
    ),
)
