"""An object that is read after the commit of an async session that expires it.

Why: a commit expires all objects by default; the next attribute that is read runs a query, and
outside of an await that is a MissingGreenlet.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.across import last, may_be, session_method
from fe_skill.rules.edits import inserted
from fe_skill.rules.rule import (
    Applicability,
    Bad,
    Finding,
    Fix,
    Good,
    InProject,
    Related,
    Rule,
    Severity,
)
from fe_skill.rules.vocabulary import keyword
from fe_skill.syntax.module import SourceModule

# A commit in one of these has happened when what comes after it runs.
_STRAIGHT: Final = (ast.With, ast.AsyncWith, ast.Try, ast.Expr)


def check(program: Program) -> Iterator[Finding]:
    """Session makers that expire, where some function reads an object after its commit."""
    makers = list(_expiring(program))
    read = next(_read_after_commit(program), None) if makers else None
    if read is None:
        return
    function, node = read
    related = (Related(function.module.path, node.lineno, "read after the commit"),)
    for module, call in makers:
        message = "what these sessions commit is expired, and read afterwards"
        fix = _keeping(module, call)
        yield RULE.finding(module, call, message, related=related, fix=fix)


def _expiring(program: Program) -> Iterator[tuple[SourceModule, ast.Call]]:
    """The calls that make async session makers without saying what expires."""
    for module in program.mentioning(b"sessionmaker("):
        for call in module.nodes(ast.Call):
            meant = module.dotted(call.func) or ""
            maker = last(meant) if meant.startswith("sqlalchemy.") else ""
            made = keyword(call, "class_")
            is_async = maker == "async_sessionmaker" or (
                maker == "sessionmaker" and last(module.dotted(made)) == "AsyncSession"
            )
            starred = any(given.arg is None for given in call.keywords)
            if is_async and not starred and keyword(call, "expire_on_commit") is None:
                yield module, call


def _read_after_commit(program: Program) -> Iterator[tuple[Function, ast.Attribute]]:
    for module in program.mentioning(b".commit()"):
        for function in program.functions(module):
            commits = [
                site.node
                for site in function.calls
                if may_be(site, ("commit",))
                and site.awaited
                and session_method(site.target) == "commit"
                and site.loop is None
            ]
            for commit in commits if function.is_async else ():
                yield from _reads(program, function, commit)


def _reads(
    program: Program, function: Function, commit: ast.expr
) -> Iterator[tuple[Function, ast.Attribute]]:
    module = function.module
    fresh = {
        name.id
        for call in module.inside(function.node, ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "refresh"
        for name in call.args
        if isinstance(name, ast.Name)
    }
    for node in module.inside(function.node, ast.Attribute):
        value = node.value
        if not isinstance(value, ast.Name) or value.id in fresh:
            continue
        if not _after(module, commit, node) or _again(function, value, commit):
            continue
        kind = program.type_of(function, value)
        model = program.model(kind.name) if kind is not None and not kind.many else None
        if model is not None and any(column.name == node.attr for column in model.columns):
            yield function, node


def _after(module: SourceModule, commit: ast.expr, node: ast.AST) -> bool:
    """Whether every way to a node that comes later goes by the commit."""
    if getattr(node, "lineno", 0) <= (commit.end_lineno or 0):
        return False
    for at in module.parents(commit):
        if isinstance(at, (ast.stmt, ast.ExceptHandler)) and not isinstance(at, _STRAIGHT):
            return any(each is at for each in module.parents(node))
    return False


def _again(function: Function, name: ast.Name, commit: ast.expr) -> bool:
    """Whether a name is given something else between the commit and where it is read."""
    return any(
        isinstance(each.ctx, ast.Store) and commit.lineno < each.lineno <= name.lineno
        for each in function.module.inside(function.node, ast.Name)
        if each.id == name.id
    )


def _keeping(module: SourceModule, call: ast.Call) -> Fix:
    last = [*call.args, *(given.value for given in call.keywords)]
    end = module.offsets(call)[1] - 1
    at = max((module.offsets(node)[1] for node in last), default=end)
    text = ", expire_on_commit=False" if last else "expire_on_commit=False"
    return Fix("Keep objects after a commit", Applicability.SAFE, (inserted(module, at, text),))


RULE = Rule(
    code="FE411",
    name="attribute-after-commit",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="make sessions with `expire_on_commit=False`",
    check=InProject(check),
    fix=Applicability.SAFE,
    examples=(
        Bad(
            {
                "app/db.py": """
                from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

                engine = create_async_engine("sqlite+aiosqlite://")
                make = async_sessionmaker(engine)  # <- FE411
                """,
                "app/orders.py": """
                from sqlalchemy.ext.asyncio import AsyncSession
                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

                class Base(DeclarativeBase): ...

                class Order(Base):
                    __tablename__ = "orders"
                    id: Mapped[int] = mapped_column(primary_key=True)

                async def create(session: AsyncSession) -> int:
                    order = Order()
                    session.add(order)
                    await session.commit()
                    return order.id
                """,
            },
            fixed={
                "app/db.py": """
                from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

                engine = create_async_engine("sqlite+aiosqlite://")
                make = async_sessionmaker(engine, expire_on_commit=False)
                """,
            },
        ),
        Good(
            {
                "app/db.py": """
                from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

                engine = create_async_engine("sqlite+aiosqlite://")
                make = async_sessionmaker(engine)
                """,
                "app/orders.py": """
                from sqlalchemy.ext.asyncio import AsyncSession
                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

                class Base(DeclarativeBase): ...

                class Order(Base):
                    __tablename__ = "orders"
                    id: Mapped[int] = mapped_column(primary_key=True)

                async def create(session: AsyncSession) -> int:
                    order = Order()
                    session.add(order)
                    await session.commit()
                    await session.refresh(order)
                    return order.id
                """,
            }
        ),
        Good(
            {
                "app/made.py": """
                from app.sessions import async_sessionmaker

                sessions = async_sessionmaker()
                """,
                "app/sessions.py": """
                from sqlalchemy.ext.asyncio import async_sessionmaker as made
                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

                async_sessionmaker = made(expire_on_commit=False)

                class Base(DeclarativeBase): ...

                class Order(Base):
                    __tablename__ = "orders"
                    id: Mapped[int] = mapped_column(primary_key=True)
                    number: Mapped[str]
                """,
                "app/orders.py": """
                from sqlalchemy.ext.asyncio import AsyncSession

                from app.sessions import Order

                async def number_of(session: AsyncSession, order: Order) -> str:
                    await session.commit()
                    return order.number
                """,
            }
        ),
        Good(
            """
            from sqlalchemy import select
            from sqlalchemy.ext.asyncio import async_sessionmaker
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            sessions = async_sessionmaker()

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
                number: Mapped[str]

            async def number_of(order_id: int) -> str | None:
                async with sessions() as session:
                    await session.commit()
                    order = await session.get(Order, order_id)
                    return order.number if order else None
            """
        ),
    ),
)
