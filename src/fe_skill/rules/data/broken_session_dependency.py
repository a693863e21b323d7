"""A session dependency that doesn't yield, close or roll back.

Why: a session that nobody closes keeps its connection, and after some requests the pool is empty; a
commit in `finally` writes the half of a request that has failed.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.across import is_application, is_session
from fe_skill.rules.rule import (
    Applicability,
    Bad,
    Edit,
    Finding,
    Fix,
    Good,
    InProject,
    Rule,
    Severity,
)
from fe_skill.syntax.module import SourceModule

_WITHS: Final = (ast.With, ast.AsyncWith)


Handed = ast.Yield | ast.Return


def check(program: Program) -> Iterator[Finding]:
    """Dependencies that make a session themselves, and let go of it without closing it."""
    for function in program.reached_by_routes():
        if not program.is_dependency(function) or not is_application(function):
            continue
        handed = _handed(program, function)
        made = _made(program, function, handed) if handed is not None else None
        if handed is None or made is None:
            continue
        fault = _fault(function, handed)
        if fault is not None:
            fix = _in_a_with(program, function, handed, made)
            yield RULE.finding(function.module, handed, fault, fix=fix)


def _handed(program: Program, function: Function) -> Handed | None:
    """Where the function hands out a session, by name or as it is made."""
    module, node = function.module, function.node
    given: list[Handed] = [
        *module.running_in(node, ast.Yield),
        *module.running_in(node, ast.Return),
    ]
    for each in given:
        kind = program.type_of(function, each.value) if each.value is not None else None
        if kind is not None and not kind.many and is_session(kind.name):
            return each if isinstance(each.value, (ast.Name, ast.Call)) else None
    return None


def _made(program: Program, function: Function, handed: Handed) -> ast.Assign | Handed | None:
    """The statement that makes the session, where a library's session maker does."""
    module, found = function.module, [handed] if isinstance(handed.value, ast.Call) else []
    made: list[ast.Assign | Handed] = [
        *found,
        *(
            node
            for node in module.running_in(function.node, ast.Assign)
            if any(_is(target, _name(handed)) for target in node.targets)
        ),
    ]
    if len(made) != 1 or not isinstance(made[0].value, ast.Call):
        return None
    sites = [site for site in function.calls if site.node is made[0].value]
    return None if any(program.behind(site) for site in sites) else made[0]


def _name(handed: Handed) -> str:
    return handed.value.id if isinstance(handed.value, ast.Name) else ""


def _is(node: ast.expr, name: str) -> bool:
    return bool(name) and isinstance(node, ast.Name) and node.id == name


def _fault(function: Function, handed: Handed) -> str | None:
    module, name = function.module, _name(handed)
    shown = f"`{name}`" if name else "the session"
    if isinstance(handed, ast.Return):
        return f"{shown} is returned, and nobody closes it"
    around = list(module.parents(handed))
    if any(isinstance(at, _WITHS) and _enters(at, name) for at in around):
        return None
    ends = [at.finalbody for at in around if isinstance(at, ast.Try)]
    if any(_calls(each, name, "commit") for body in ends for each in body):
        return f"{shown} is committed in `finally`, also when the request has failed"
    if any(_calls(each, name, "close") for body in ends for each in body):
        return None
    if any(isinstance(at, _WITHS) for at in around) or _calls(function.node, name, "enter_context"):
        return None
    return f"{shown} stays open when the request fails"


def _enters(node: ast.With | ast.AsyncWith, name: str) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == name
        for item in node.items
        for each in ast.walk(item)
    )


def _calls(node: ast.AST, name: str, method: str) -> bool:
    """Whether a method of that object is called below a node, or the object is handed on to it."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            whose = call.func.value
            given = any(isinstance(each, ast.Name) and each.id == name for each in call.args)
            own = isinstance(whose, ast.Name) and whose.id == name
            if call.func.attr == method and (own or given):
                return True
    return False


def _in_a_with(
    program: Program, function: Function, handed: Handed, made: ast.Assign | Handed
) -> Fix | None:
    """Hold the session in a `with`, where it is made and handed out one after the other."""
    module, body = function.module, function.node.body
    statement = module.parent(handed)
    if not isinstance(made, ast.Assign) or body[-2:] != [made, statement]:
        return None
    if isinstance(handed, ast.Return):
        return None
    name = module.segment(made.targets[0])
    kind = program.type_of(function, made.targets[0])
    word = "async with" if kind is not None and "Async" in kind.name else "with"
    if word != "with" and not function.is_async:
        return None
    start, end = module.offsets(made)
    opening = Edit(module.path, start, end, f"{word} {module.segment(made.value)} as {name}:")
    inner = Edit(module.path, *_before(module, handed), "    ")
    return Fix("Hold it in a `with`", Applicability.UNSAFE, (opening, inner))


def _before(module: SourceModule, node: ast.AST) -> tuple[int, int]:
    start = module.offsets(node)[0]
    return start, start


RULE = Rule(
    code="FE419",
    name="broken-session-dependency",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="`async with maker() as session: yield session`",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy import text
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                session = make()
                yield session  # <- FE419

            @app.get("/orders")
            async def orders(session: Annotated[AsyncSession, Depends(get_session)]) -> None:
                await session.execute(text("select 1"))
            """,
            fixed="""
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy import text
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                async with make() as session:
                    yield session

            @app.get("/orders")
            async def orders(session: Annotated[AsyncSession, Depends(get_session)]) -> None:
                await session.execute(text("select 1"))
            """,
        ),
        Bad(
            """
            from fastapi import Depends, FastAPI
            from sqlalchemy import text
            from sqlalchemy.orm import Session, sessionmaker

            app = FastAPI()
            make = sessionmaker()

            def returned() -> Session:
                session = make()
                return session  # <- FE419

            def unnamed() -> Session:
                return make()  # <- FE419

            def committed():
                session = make()
                try:
                    yield session  # <- FE419
                finally:
                    session.commit()
                    session.close()

            @app.get("/orders")
            def orders(
                a: Session = Depends(returned),
                b: Session = Depends(committed),
                c: Session = Depends(unnamed),
            ) -> None:
                for session in (a, b, c):
                    session.execute(text("select 1"))
            """
        ),
        Good(
            """
            from fastapi import Depends, FastAPI
            from sqlalchemy import text
            from sqlalchemy.orm import Session, sessionmaker

            app = FastAPI()
            make = sessionmaker()

            def get_session():
                session = make()
                try:
                    yield session
                except Exception:
                    session.rollback()
                    raise
                finally:
                    session.close()

            def short():
                with make() as session:
                    yield session

            @app.get("/orders")
            def orders(a: Session = Depends(get_session), b: Session = Depends(short)) -> None:
                a.execute(text("select 1"))
                b.execute(text("select 1"))
            """
        ),
    ),
)
