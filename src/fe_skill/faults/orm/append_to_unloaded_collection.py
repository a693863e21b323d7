"""Something was put into a collection that was never loaded.

`parent.items.append(...)` reads the collection first. On an async session that read ends in
`MissingGreenlet` when the parent was loaded without it.

Tell-tale: `MissingGreenlet` under a line that appends to, or removes from, a relationship.
Not this:  a collection that is only read.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import GREENLET, LAZY, MODELS, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Sample
from fe_skill.faults.looking.loads import Load, brings, loads_of, with_relationship
from fe_skill.faults.looking.reads import LazyRead, lazy_read, sign

_GROWING = (".append(", ".remove(", ".extend(", ".add(", ".insert(")


def recognise(case: Case) -> Diagnosis | None:
    raised, read = sign(case), lazy_read(case)
    if raised is None or raised.name != "MissingGreenlet" or read is None or read.spot is None:
        return None
    if not any(f".{read.attribute}{ending}" in read.spot.code for ending in _GROWING):
        return None
    load = _load(case, read)
    place = load.place if load else read.spot.place
    found = (Evidence("the load", place.path, place.line, load.code),) if load else ()
    return Diagnosis(
        what=f"`{read.name}` was changed before it was loaded",
        why="changing a collection reads it first, which an async session can't do in passing",
        confidence=SURE if load else CLEAR,
        place=place,
        evidence=(read.spot.evidence("where the collection was changed"), *found),
        mend=(
            f"load the collection with its owner: `selectinload({read.name})`",
            "or set the foreign key on the new object and add that to the session",
        ),
        edits=_edits(load, read),
        safe=True,
    )


def _load(case: Case, read: LazyRead) -> Load | None:
    if read.model is None:
        return None
    model = read.model
    found = (load for load in loads_of(case, model) if load.kind in ("select", "get", "refresh"))
    return next((load for load in found if not brings(load, model, read.attribute)), None)


def _edits(load: Load | None, read: LazyRead) -> tuple[Edit, ...]:
    return with_relationship(load, read.model, read.attribute) if load and read.model else ()


_SERVICE = """\
from app.models import Member, Team


async def join(session, team_id):
    team = await session.get(Team, team_id)
    team.members.append(Member(name="Ada"))
"""
_CHANGED = ("/srv/app/service.py", 6, "join", 'team.members.append(Member(name="Ada"))')

FAULT = Fault(
    name="append-to-unloaded-collection",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(GREENLET, _CHANGED, LAZY),
            {"app/models.py": MODELS, "app/service.py": _SERVICE},
            "app/service.py:5",
            mended=True,
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/orm/large_collections.html",),
)
