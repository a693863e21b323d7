"""The session of a request in a task that outlives it.

Why: the request's dependency closes the session when the request ends; the task then works on a
closed one, or on a connection that another request has got meanwhile.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.across import is_session
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity

_STARTS: Final = ("asyncio.create_task", "asyncio.ensure_future")


def check(program: Program) -> Iterator[Finding]:
    """Sessions given to tasks that a route's function starts and doesn't wait for."""
    for function, _ in program.route_functions():
        module = function.module
        injected = {arg.arg for arg in _arguments(function)}
        for call in module.inside(function.node, ast.Call):
            task = _task(function, call)
            if task is None or _waits(function, call):
                continue
            for name in ast.walk(task):
                if isinstance(name, ast.Name) and name.id in injected:
                    kind = program.type_of(function, name)
                    if kind is not None and is_session(kind.name):
                        message = f"`{name.id}` is closed while the task still runs"
                        yield RULE.finding(module, name, message)


def _arguments(function: Function) -> list[ast.arg]:
    given = function.node.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]


def _task(function: Function, call: ast.Call) -> ast.expr | None:
    """The coroutine that a call makes a task of."""
    return call.args[0] if function.module.is_(call.func, *_STARTS) and call.args else None


def _waits(function: Function, call: ast.Call) -> bool:
    """Whether the function keeps the task, and awaits something that may be it."""
    return not isinstance(function.module.parent(call), ast.Expr) and any(
        isinstance(node.value, (ast.Name, ast.Call))
        for node in function.module.inside(function.node, ast.Await)
        if node.lineno > call.lineno
    )


RULE = Rule(
    code="FE409",
    name="session-in-background-task",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="open a session of its own inside the task",
    check=InProject(check),
    examples=(
        Bad(
            """
            import asyncio
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                async with make() as session:
                    yield session

            async def index(session: AsyncSession) -> None: ...

            @app.post("/orders")
            async def create_order(db: Annotated[AsyncSession, Depends(get_session)]) -> None:
                asyncio.create_task(index(db))  # <- FE409
            """
        ),
        Good(
            """
            import asyncio
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                async with make() as session:
                    yield session

            async def index(order: int) -> None: ...

            @app.post("/orders")
            async def create_order(db: Annotated[AsyncSession, Depends(get_session)]) -> None:
                asyncio.create_task(index(1))
            """
        ),
    ),
)
