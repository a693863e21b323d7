"""`with` and `async with`, or `for` and `async for`, were taken for one another.

What is asynchronous is entered with `async with` and looped over with `async for`; a plain
session is not, and a function without `@asynccontextmanager` is neither.

Tell-tale: "does not support the asynchronous context manager protocol", "__aenter__", "'async
           for' requires an object with __aiter__", "'async_generator' object is not iterable".
"""

import ast
from dataclasses import replace

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.sessions import Maker, session_makers
from fe_skill.faults.looking.signs import Sign, by_signs
from fe_skill.faults.looking.source import calls_at, shown
from fe_skill.faults.mending import imported, replaced

_SIGNS = (
    Sign(
        types=("TypeError",),
        says=(
            r"'?(?:coroutine|function|module|method|type)'? object does not support "
            r"the (?:asynchronous )?context manager protocol"
        ),
        what="something that is no context manager stands in a `with`",
        why=(
            "a function without `@asynccontextmanager`, one that wasn't called, or "
            "one that has to be awaited first"
        ),
        mend=(("decorate the function, call it, or await it: `async with make() as it:`"),),
        confidence=0.6,
    ),
    Sign(
        types=("TypeError", "AttributeError"),
        says=(
            r"'(\w+)' object does not support the asynchronous context manager "
            r"protocol|\b__aenter__\b"
        ),
        what=("`{0}` is no asynchronous context manager, and stands in an `async with`"),
        why=(
            "it is of the synchronous kind: a `Session`, a plain lock, a sync "
            "client; or it is a function without `@asynccontextmanager`"
        ),
        mend=(
            "use the asynchronous one: `async_sessionmaker`, `httpx.AsyncClient`",
            "or a plain `with`",
        ),
    ),
    Sign(
        types=("TypeError", "AttributeError"),
        says=(
            r"'(\w+)' object does not support the context manager protocol|"
            r"^(?:AttributeError: )?__enter__|has no attribute '__enter__'"
        ),
        what="`{0}` is no context manager, and stands in a `with`",
        why=("an asynchronous one is entered by `async with`; a class has to be called first"),
        mend=(
            "`async with` for what is asynchronous",
            "call what makes it: `with make() as it:`",
        ),
    ),
    Sign(
        types=("TypeError",),
        says=r"'async for' requires an object with __aiter__ method, got (\w+)",
        what="`{0}` can't be looped over with `async for`",
        why="it is a plain iterable, or a coroutine that has to be awaited first",
        mend=(
            "a plain `for`",
            "`async for row in await session.stream(...)`",
        ),
    ),
    Sign(
        types=("TypeError", "AttributeError"),
        says=(
            r"'(async_generator)' object is not (?:iterable|an iterator)|"
            r"'(async_generator)' object has no attribute"
        ),
        what="an asynchronous generator was used like a value or a plain loop",
        why=(
            "nothing runs it: FastAPI's dependencies and pytest's fixtures do, a plain call doesn't"
        ),
        mend=(
            (
                "`async for`, or `async with asynccontextmanager(make)() as value:` "
                "outside of a request"
            ),
            "let FastAPI inject it: `Depends(make)`",
        ),
        confidence=0.6,
    ),
)

_by_words = by_signs(*_SIGNS)


def recognise(case: Case) -> Diagnosis | None:
    plain = _by_words(case)
    spot = case.spot()
    if plain is None or spot is None or "`Session` is no asynchronous" not in plain.what:
        return plain
    for module, call in calls_at(case, spot):
        for maker in session_makers(case) if case.program else ():
            made = module.dotted(call.func) or ""
            if maker.name == "sessionmaker" and _assigned(maker) == made.rpartition(".")[2] != "":
                return _plain_maker(plain, maker)
    return plain


def _assigned(maker: Maker) -> str:
    """The name that the maker is given."""
    given = maker.module.parent(maker.call)
    targets = given.targets if isinstance(given, ast.Assign) else ()
    return next((one.id for one in targets if isinstance(one, ast.Name)), "")


def _plain_maker(plain: Diagnosis, maker: Maker) -> Diagnosis:
    module, call = maker.module, maker.call
    renamed = replaced(module, call.func, "async_sessionmaker")
    on_async = "create_async_engine" in module.text and isinstance(call.func, ast.Name)
    return replace(
        plain,
        why="its maker makes plain sessions, and they are entered as asynchronous ones",
        confidence=SURE,
        place=maker.place,
        evidence=(*plain.evidence[-1:], shown(module, call, "the maker")),
        edits=(renamed, *imported(module, "sqlalchemy.ext.asyncio", "async_sessionmaker"))
        if on_async
        else (),
    )


_ENGINE = """\
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import sessionmaker

engine = create_async_engine("sqlite+aiosqlite:///a.db")
new_session = sessionmaker(engine)
"""
_USING = """\
from app.engine import new_session


async def number():
    async with new_session() as session:
        return 1
"""

FAULT = Fault(
    name="wrong-kind-of-context-manager",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "TypeError: 'Session' object does not support the asynchronous context manager "
                "protocol",
                ("/srv/app/gates.py", 5, "number", "async with new_session() as session:"),
            ),
            {"app/engine.py": _ENGINE, "app/gates.py": _USING},
            "app/engine.py:5",
            mended=True,
        ),
        Sample(
            trace(
                (
                    "TypeError: 'Session' object does not support the asynchronous context "
                    "manager protocol"
                ),
                ("/srv/app/db.py", 9, "get", "async with Session() as session:"),
            )
        ),
        Sample(
            trace(
                ("TypeError: 'async for' requires an object with __aiter__ method, got coroutine"),
                ("/srv/app/db.py", 9, "get", "async for row in session.stream(query):"),
            )
        ),
        Sample(
            trace(
                ("TypeError: 'AsyncSession' object does not support the context manager protocol"),
                ("/srv/app/db.py", 9, "get", "with make_session() as session:"),
            )
        ),
    ),
    lookalikes=(
        Sample(
            trace(
                ("TypeError: object ChunkedIteratorResult can't be used in 'await' expression"),
                ("/srv/app/db.py", 9, "get", "await session.execute(query)"),
            )
        ),
    ),
)
