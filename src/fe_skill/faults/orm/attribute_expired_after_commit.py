"""A column was read after a commit that expired it.

By default a session forgets all attributes with each commit and loads them again when they are
read. An async session can't do that in passing: the read ends in `MissingGreenlet`.

Tell-tale: `MissingGreenlet` from the reload of plain columns, and a sessionmaker without
           `expire_on_commit=False`.
Not this:  one column that the database fills in (`server-default-not-fetched`), a relationship.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXPIRED, GREENLET, MODELS, trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.reads import LazyRead, lazy_read, sign
from fe_skill.faults.looking.sessions import Maker, session_makers
from fe_skill.faults.mending import keyword


def recognise(case: Case) -> Diagnosis | None:
    raised, read = sign(case), lazy_read(case)
    if raised is None or read is None or read.kind != "column":
        return None
    if "DetachedInstanceError" in (raised.name, *raised.message.split()):
        return None
    if case.program is None:
        return _diagnosis(case, read, None, LIKELY)
    maker = next(
        (one for one in session_makers(case) if one.option("expire_on_commit") is None), None
    )
    if maker is None or (read.columns and all(column.default for column in read.columns)):
        return None
    return _diagnosis(case, read, maker, SURE if read.model else CLEAR)


def _diagnosis(case: Case, read: LazyRead, maker: Maker | None, confidence: float) -> Diagnosis:
    spot = read.spot or case.spot()
    name = f"`{read.name}`" if read.name else "an attribute"
    seen = (spot.evidence("where it was read"),) if spot else ()
    made: tuple[Evidence, ...] = ()
    if maker is not None:
        note = "where sessions are made"
        made = (Evidence(note, maker.module.path, maker.call.lineno, maker.code),)
    return Diagnosis(
        what=f"{name} was read after a commit that expired it",
        why="a commit expires all attributes, and an async session can't reload them in passing",
        confidence=confidence,
        place=maker.place if maker else spot.place if spot else None,
        evidence=(*seen, *made),
        mend=(
            "make the sessions with `expire_on_commit=False`",
            "`await session.refresh(obj)` where values that the database made are wanted",
        ),
        edits=(keyword(maker.module, maker.call, "expire_on_commit", "False"),) if maker else (),
    )


_DATABASE = """\
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///app.db")
make_session = async_sessionmaker(engine)
"""
_READ = ("/srv/app/crud.py", 9, "create", 'return {"name": team.name}')

FAULT = Fault(
    name="attribute-expired-after-commit",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(GREENLET, _READ, EXPIRED),
            {"app/models.py": MODELS, "app/database.py": _DATABASE},
            "app/database.py:4",
            mended=True,
        ),
    ),
    docs=(
        "https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html#asyncio-orm-avoid-lazyloads",
    ),
)
