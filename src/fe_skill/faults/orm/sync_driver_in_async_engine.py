"""An async engine was given a URL whose driver isn't asynchronous.

`create_async_engine` needs `sqlite+aiosqlite`, `postgresql+asyncpg` and the like; a bare `sqlite://`
or `postgresql://` means the synchronous driver.

Tell-tale: "The asyncio extension requires an async driver". The URL may stand in a settings'
           default or in `.env`.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.sessions import engine_makers
from fe_skill.faults.looking.urls import Url, urls
from fe_skill.faults.mending import replaced_text

ASYNC = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+pysqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "postgresql+psycopg2": "postgresql+asyncpg",
    "mysql": "mysql+aiomysql",
    "mysql+pymysql": "mysql+aiomysql",
    "mysql+mysqldb": "mysql+aiomysql",
}


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("InvalidRequestError", says="asyncio extension requires an async driver")
    if raised is None:
        return None
    url = next((one for one in urls(case) if one.driver in ASYNC), None)
    engine = next(iter(engine_makers(case)), None)
    spot = case.spot(raised)
    place = url.place if url else engine.place if engine else spot.place if spot else None
    return Diagnosis(
        what="the database URL of an async engine names a driver that isn't asynchronous",
        why="an async engine awaits its driver, and this one can't be awaited",
        confidence=SURE if url else CLEAR,
        place=place,
        evidence=(
            *((spot.evidence("where the engine is made"),) if spot else ()),
            *((_shown(url),) if url else ()),
        ),
        mend=(
            "name the async driver in the URL: `sqlite+aiosqlite://`, `postgresql+asyncpg://`",
            "have it installed, by its name among the project's dependencies",
        ),
        edits=(replaced_text(url.path, url.start, url.driver, ASYNC[url.driver]),) if url else (),
    )


def _shown(url: Url) -> Evidence:
    return Evidence("the URL", url.path, url.line, f"{url.driver}://...")


_DATABASE = """\
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("sqlite:///app.db")
"""
_MADE = ("/srv/app/database.py", 3, "<module>", 'engine = create_async_engine("sqlite:///app.db")')

FAULT = Fault(
    name="sync-driver-in-async-engine",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: The asyncio extension requires an async "
                "driver to be used. The loaded 'pysqlite' is not async.",
                _MADE,
            ),
            {"app/database.py": _DATABASE},
            "app/database.py:3",
            mended=True,
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html",),
)
