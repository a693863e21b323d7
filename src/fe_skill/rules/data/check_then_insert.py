"""A look whether a value is taken, where the table would take it twice.

Why: two requests at once both find nothing and both insert; only a unique constraint refuses the
second one.
"""

import ast
from collections.abc import Iterator

from fe_skill.project.model import Column, Model
from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.across import is_application
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity


def check(program: Program) -> Iterator[Finding]:
    """Functions that look a column up, refuse where something is found, and make the same class."""
    for module in program.mentioning(b"where(", b"filter(", b"filter_by("):
        for function in program.functions(module):
            if is_application(function) and _refuses(function):
                yield from _judged(program, function)


def _refuses(function: Function) -> bool:
    """Whether the function raises where something was found: `if existing: raise`."""
    for node in function.module.inside(function.node, ast.If):
        found = isinstance(node.test, ast.Name) or (
            isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], ast.IsNot)
        )
        if found and isinstance(node.body[-1], ast.Raise):
            return True
    return False


def _judged(program: Program, function: Function) -> Iterator[Finding]:
    module = function.module
    made = {
        name
        for call in module.inside(function.node, ast.Call)
        if (name := program.resolve(module, call.func)) is not None and program.model(name)
    }
    for node in module.inside(function.node, ast.Compare):
        left = node.left
        if not isinstance(left, ast.Attribute) or not isinstance(node.ops[0], ast.Eq):
            continue
        name = program.resolve(module, left.value)
        model = program.model(name) if name in made and name is not None else None
        column = next((c for c in model.columns if c.name == left.attr), None) if model else None
        if model is None or column is None or column.primary_key or column.foreign_keys:
            continue
        if not column.unique and not _constrained(program, model, column):
            related = (Related(column.where.path, column.where.line, "not unique"),)
            message = f"`{model.name}.{column.name}` is looked up, but nothing keeps it unique"
            yield RULE.finding(module, node, message, related=related, confidence=0.8)


def _constrained(program: Program, model: Model, column: Column) -> bool:
    """Whether a constraint or a unique index in the class, or in a revision, names the column."""
    lines = program.facts.source(model.where.path).splitlines()
    body = b"\n".join(lines[model.where.line - 1 : model.end_line])
    if column.name.encode() in body.partition(b"__table_args__")[2]:
        return True
    quoted = (f'"{column.name}"'.encode(), f"'{column.name}'".encode())
    for tree in program.facts.migrations:
        for revision in tree.revisions:
            text = program.facts.source(revision.where.path)
            if b"nique" in text and any(q in text for q in quoted):
                return True
    return False


_MODEL = """
                from fastapi import HTTPException
                from sqlalchemy import select
                from sqlalchemy.ext.asyncio import AsyncSession
                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

                class Base(DeclarativeBase): ...

                class User(Base):
                    __tablename__ = "users"
                    id: Mapped[int] = mapped_column(primary_key=True)
                    email: Mapped[str] = mapped_column({})
                """
_CREATE = """
                async def create(session: AsyncSession, email: str) -> None:
                    query = select(User).where(User.email == email){}
                    existing = (await session.execute(query)).scalar_one_or_none()
                    if existing is not None:
                        raise HTTPException(409)
                    session.add(User(email=email))
                    await session.commit()
                """

RULE = Rule(
    code="FE420",
    name="check-then-insert",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="add a unique constraint with its revision, and answer its IntegrityError as 409",
    check=InProject(check),
    examples=(
        Bad({"app/users.py": _MODEL.format("") + _CREATE.format("  # <- FE420")}),
        Good({"app/users.py": _MODEL.format("unique=True") + _CREATE.format("")}),
    ),
)
