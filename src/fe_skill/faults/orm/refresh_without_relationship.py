"""A refresh brought the columns of an object, and then a relationship of it was read.

`refresh(obj)` fetches columns, and relationships only where they are loaded eagerly anyway. What
reads another one afterwards ends in `MissingGreenlet`.

Tell-tale: `MissingGreenlet` from a relationship of an object that was refreshed on the way.
Not this:  an object that came straight from a query: there the query lacks its option.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import GREENLET, LAZY, MODELS, trace
from fe_skill.faults.fault import SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.loads import Load, loads_of, with_relationship
from fe_skill.faults.looking.reads import lazy_read, sign


def recognise(case: Case) -> Diagnosis | None:
    raised, read = sign(case), lazy_read(case)
    if raised is None or read is None or read.model is None or read.kind != "relationship":
        return None
    if "DetachedInstanceError" in (raised.name, *raised.message.split()):
        return None
    loads = loads_of(case, read.model)
    refresh = next((load for load in loads if _leaves_out(load, read.attribute)), None)
    if refresh is None or _query_is_nearer(loads, refresh):
        return None
    return Diagnosis(
        what=f"`{read.name}` was read after a refresh that brought only columns",
        why="`refresh` leaves relationships as they are, unless they are named",
        confidence=SURE,
        place=refresh.place,
        evidence=(
            *((read.spot.evidence(f"where `{read.attribute}` was read"),) if read.spot else ()),
            Evidence("the refresh", refresh.place.path, refresh.place.line, refresh.code),
        ),
        mend=(
            f"name the relationship: `await session.refresh({refresh.variable}, "
            f'attribute_names=[..., "{read.attribute}"])`',
            "or load the object again by a query with `selectinload`",
        ),
        edits=with_relationship(refresh, read.model, read.attribute),
        safe=True,
    )


def _leaves_out(load: Load, attribute: str) -> bool:
    return load.kind == "refresh" and f'"{attribute}"' not in load.module.segment(
        load.call
    ).replace("'", '"')


def _query_is_nearer(loads: list[Load], refresh: Load) -> bool:
    queries = [load for load in loads if load.kind in ("select", "get")]
    return bool(queries) and queries[0].found.distance < refresh.found.distance


_CRUD = """\
from app.models import Team


async def create_team(session):
    team = Team()
    session.add(team)
    await session.commit()
    await session.refresh(team)
    return len(team.members)
"""
_READ = ("/srv/app/crud.py", 9, "create_team", "return len(team.members)")

FAULT = Fault(
    name="refresh-without-relationship",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(GREENLET, _READ, LAZY),
            {"app/models.py": MODELS, "app/crud.py": _CRUD},
            "app/crud.py:8",
            mended=True,
        ),
    ),
    docs=(
        "https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html#sqlalchemy.ext.asyncio.AsyncSession.refresh",
    ),
)
