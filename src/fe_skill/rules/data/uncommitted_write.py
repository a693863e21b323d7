"""A write that nobody commits.

Why: the route answers 201, the session is closed, and the row is gone.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite, Function, marks_of
from fe_skill.rules.across import followed, is_session, last, may_be, session_calls, session_method
from fe_skill.rules.edits import inserted, replaced
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

_WRITES: Final = ("add", "add_all", "delete", "merge")
_COMMITS: Final = ("commit", "begin", "begin_nested")
_PLAIN: Final = (
    "staticmethod", "classmethod", "property", "cached_property", "override", "abstractmethod",
    "overload", "contextmanager", "asynccontextmanager",
)  # fmt: skip
_COMMITTING: Final = re.compile(
    r"trans|commit|session|atomic|uow|unit_of|(^|_)(tx|db)(_|$)", re.IGNORECASE
)


def check(program: Program) -> Iterator[Finding]:
    """Writes of writing routes, where everything that runs is known and none of it commits."""
    told: set[ast.AST] = set()
    known: dict[Function, bool] = {}
    writing = program.leading_to(session_calls(program, _WRITES))
    for function, routes in program.route_functions():
        if function not in writing or all(route.method == "GET" for route in routes):
            continue
        reached = list(program.reach(function))
        sites = ((one, site) for one in reached for site in one.function.calls)
        writes = [each for each in sites if may_be(each[1], _WRITES)]
        writes = [each for each in writes if _method(each[1]) in _WRITES]
        if not writes or any(_commits(program, one.function, known) for one in reached):
            continue
        where = routes[0].registered
        start = Related(where.path, where.line, f"`{routes[0].path}` starts here")
        for one, site in writes:
            if site.node not in told:
                told.add(site.node)
                related = (start, *followed(one.chain))
                message = "nothing commits this write"
                yield RULE.finding(
                    one.function.module,
                    site.node,
                    message,
                    related=related,
                    fix=_committing(site),
                )


def _committing(site: CallSite) -> Fix | None:
    """Commit after the write, in place of a flush that follows it."""
    module, call = site.function.module, site.node
    statement = module.enclosing(call, ast.stmt)
    if statement is None or not isinstance(call, ast.Call) or site.loop is not None:
        return None
    siblings: list[ast.stmt] = getattr(module.parent(statement), "body", [])
    after = siblings[siblings.index(statement) + 1 :] if statement in siblings else []
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    whose = module.segment(receiver) if receiver is not None else ""
    waits = "await " if "Async" in (site.target or "") else ""
    commit = f"{waits}{whose}.commit()"
    if after and module.segment(after[0]) == f"{waits}{whose}.flush()":
        edit = replaced(module, after[0], commit)
    else:
        line = module.line(statement.lineno)
        indent = line[: len(line) - len(line.lstrip())]
        edit = inserted(module, module.offsets(statement)[1], f"\n{indent}{commit}")
    return Fix("Commit it", Applicability.UNSAFE, (edit,))


def _method(site: CallSite) -> str | None:
    return session_method(site.target) or session_method(site.target, sync=True)


def _commits(program: Program, function: Function, known: dict[Function, bool]) -> bool:
    """The same answer as `_may_commit`, worked out once: many routes lead to one function."""
    if function not in known:
        known[function] = _may_commit(program, function)
    return known[function]


def _may_commit(program: Program, function: Function) -> bool:
    """Whether a function commits, or hands a session to something that can't be followed."""
    if any(
        isinstance(node, ast.Attribute) and node.attr in _COMMITS
        for node in ast.walk(function.node)
    ):
        return True
    # A decorator of the project's may be the one that makes the session and commits.
    marks = set(marks_of(function)) - {*_PLAIN}
    if program.routes_of(function):
        marks = {mark for mark in marks if _COMMITTING.search(mark)}
    if marks:
        return True
    if any(_may_end(program, function, item) for item in _entered(function)):
        return True
    for site in function.calls:
        if isinstance(site.node, ast.Call) and not program.behind(site) and not _method(site):
            given = (*site.node.args, *(each.value for each in site.node.keywords))
            types = (program.type_of(function, value) for value in given)
            if any(kind is not None and is_session(kind.name) for kind in types):
                return True
            # What can't be followed may hold a session of its own.
            if site.target is None and site.awaited:
                return True
    return False


def _entered(function: Function) -> list[ast.withitem]:
    module, node = function.module, function.node
    plain = [item for each in module.inside(node, ast.With) for item in each.items]
    return [*plain, *(item for each in module.inside(node, ast.AsyncWith) for item in each.items)]


def _may_end(program: Program, function: Function, item: ast.withitem) -> bool:
    """Whether a `with` gives a session that may be committed at its end.

    Not one that is entered as it is made, nor what a function of the project gives: that is
    followed.
    """
    given, entered = item.optional_vars, item.context_expr
    kind = program.type_of(function, given) if given is not None else None
    if given is None or not isinstance(entered, ast.Call):
        return False
    sites = [site for site in function.calls if site.node is entered]
    if kind is None:
        return all(site.target is None for site in sites)  # nobody knows what this is
    if not is_session(kind.name):
        return False
    maker = program.type_of(function, entered.func)
    if maker is not None and last(maker.name).endswith("sessionmaker"):
        return False
    if is_session(program.resolve(function.module, entered.func)):
        return False
    behind = [each for site in sites for each in program.behind(site)]
    # A generator is followed to its end; what anything else hands out is not.
    return all(each.says_nothing or not each.is_generator for each in behind)


RULE = Rule(
    code="FE406",
    name="uncommitted-write",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="commit in the service that writes",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                async with make() as session:
                    yield session

            @app.post("/orders")
            async def create_order(db: Annotated[AsyncSession, Depends(get_session)]) -> None:
                db.add(object())  # <- FE406
                await db.flush()
            """,
            fixed="""
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                async with make() as session:
                    yield session

            @app.post("/orders")
            async def create_order(db: Annotated[AsyncSession, Depends(get_session)]) -> None:
                db.add(object())
                await db.commit()
            """,
        ),
        Good(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                async with make() as session:
                    yield session
                    await session.commit()

            @app.post("/orders")
            async def create_order(db: Annotated[AsyncSession, Depends(get_session)]) -> None:
                db.add(object())
            """
        ),
        Good(
            """
            from functools import wraps

            from fastapi import FastAPI
            from sqlalchemy.orm import Session, sessionmaker

            app = FastAPI()
            make = sessionmaker()

            def transactional(function):
                @wraps(function)
                def wrapper(*args, **kwargs):
                    with make.begin() as session:
                        return function(*args, session=session, **kwargs)
                return wrapper

            @transactional
            def keep(order: object, session: Session) -> None:
                session.add(order)

            @app.post("/orders")
            def create_order() -> None:
                keep(object())
            """
        ),
        Good(
            """
            from contextlib import AbstractAsyncContextManager
            from typing import Protocol

            from fastapi import FastAPI, Request
            from sqlalchemy.ext.asyncio import AsyncSession

            app = FastAPI()

            class Sessions(Protocol):
                def __call__(self) -> AbstractAsyncContextManager[AsyncSession]: ...

            @app.post("/orders")
            async def create_order(request: Request) -> None:
                sessions: Sessions = request.app.state.sessions
                async with sessions() as session:
                    session.add(object())
            """
        ),
    ),
)
