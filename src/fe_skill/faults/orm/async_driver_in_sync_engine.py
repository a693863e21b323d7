"""A synchronous engine was given a URL with an asynchronous driver.

`create_engine` and `engine_from_config` call their driver plainly; `aiosqlite` and `asyncpg`
have to be awaited. It shows at the first connection, in Alembic's env.py more often than
elsewhere.

Tell-tale: `MissingGreenlet` while connecting or executing, with no attribute's loader in the
           frames.
Not this:  an attribute that was read lazily.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import GREENLET, trace
from fe_skill.faults.fault import LIKELY, SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.reads import lazy_read
from fe_skill.faults.looking.sessions import Maker, engine_makers
from fe_skill.faults.looking.urls import urls
from fe_skill.faults.orm.sync_driver_in_async_engine import ASYNC

_CONNECTS = (
    "connect",
    "create_connect_args",
    "_do_get",
    "__connect",
    "first_connect",
    "initialize",
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("MissingGreenlet")
    if raised is None or (lazy_read(case) and not _connects(case)):
        return None
    spot = case.spot(raised)
    known = _sync(case)
    engine = next((one for one in known if _fits(one, case)), known[0] if len(known) == 1 else None)
    url = next((one for one in urls(case) if one.driver in ASYNC.values()), None)
    if engine is None and not _connects(case):
        return None
    seen = (spot.evidence("where it connects"),) if spot else ()
    shown = (Evidence("the URL", url.path, url.line, f"{url.driver}://..."),) if url else ()
    return Diagnosis(
        what="a synchronous engine was given an asynchronous driver",
        why="the engine calls its driver plainly, and this driver has to be awaited",
        confidence=SURE if engine and url else LIKELY,
        place=engine.place if engine else spot.place if spot else None,
        evidence=(*seen, *shown),
        mend=(
            "make the engine with `async_engine_from_config` or `create_async_engine`, and run "
            "what "
            "is synchronous through `await connection.run_sync(...)`",
            "`alembic init -t async` shows the env.py for it",
        ),
    )


def _sync(case: Case) -> list[Maker]:
    return [one for one in engine_makers(case) if "async" not in one.name]


def _fits(maker: Maker, case: Case) -> bool:
    """The engine's file is in the frames, where there are any."""
    spots = case.spots()
    return not spots or any(spot.path == maker.module.path for spot in spots)


def _connects(case: Case) -> bool:
    functions = {frame.function for one in case.chain for frame in one.frames}
    return "raw_connection" in functions or ("_do_get" in functions and "connect" in functions)


_ENV = """\
from alembic import context
from sqlalchemy import engine_from_config, pool

connectable = engine_from_config(context.config.get_section("alembic"), poolclass=pool.NullPool)
with connectable.connect() as connection:
    context.configure(connection=connection)
"""
_CONNECT = ("/srv/migrations/env.py", 5, "<module>", "with connectable.connect() as connection:")
_POOL = ("/usr/lib/python3.12/site-packages/sqlalchemy/engine/base.py", 3292, "raw_connection", "")

FAULT = Fault(
    name="async-driver-in-sync-engine",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(GREENLET, _CONNECT, _POOL),
            {
                "migrations/env.py": _ENV,
                "alembic.ini": "[alembic]\nsqlalchemy.url = sqlite+aiosqlite:///app.db\n",
            },
            "migrations/env.py:4",
        ),
    ),
    docs=("https://alembic.sqlalchemy.org/en/latest/cookbook.html#using-asyncio-with-alembic",),
)
