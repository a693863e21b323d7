"""A method of the synchronous session was called on an async one.

`AsyncSession` has no `query`, and what it gives back has to be awaited.

Tell-tale: "'AsyncSession' object has no attribute 'query'".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import SURE, Diagnosis, Fault, Sample


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "AttributeError",
        says=r"'(?:AsyncSession|AsyncConnection|async_sessionmaker|async_scoped_session)' object",
    )
    if raised is None:
        return None
    spot = case.spot(raised)
    name = raised.message.rpartition("'")[0].rpartition("'")[2]
    return Diagnosis(
        what=f"`{name}` was asked of an async session, which doesn't have it",
        why="an async session runs statements, each awaited; it has no queries of the older kind",
        confidence=SURE if spot else 0.92,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it is called"),) if spot else (),
        mend=(
            "build a statement and await it: `await session.scalars(select(Model).where(...))`",
            "then `.all()`, `.first()` or `.one_or_none()` on what that gives",
        ),
    )


_CALL = ("/app/service/repo.py", 9, "all", "return self.session.query(Item).all()")

FAULT = Fault(
    name="sync-call-on-async-session",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(trace("AttributeError: 'AsyncSession' object has no attribute 'query'", _CALL)),
    ),
    lookalikes=(
        Sample(trace("AttributeError: 'Query' object has no attribute 'all_rows'", _CALL)),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html",),
)
