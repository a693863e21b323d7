"""A relationship was read that its query did not load.

An async session can't run SQL from a plain attribute access: a serializer, a property, a validator
or a template that reads an unloaded relationship ends in `MissingGreenlet`.

Tell-tale: `MissingGreenlet` from an attribute's loader. The line that fails is rarely the line to
           change: that is the query which loaded the object.
Not this:  a column that expired with a commit, a refresh that brings columns only, a driver that
           isn't asynchronous.
"""

from dataclasses import replace

from fe_skill.faults.case import Case
from fe_skill.faults.examples import GREENLET, LAZY, MODELS, trace
from fe_skill.faults.fault import (
    LIKELY,
    OPEN,
    SURE,
    Diagnosis,
    Evidence,
    Fault,
    Place,
    Sample,
)
from fe_skill.faults.looking.loads import (
    Load,
    brings,
    loader,
    loads_of,
    nested_loads,
    with_relationship,
)
from fe_skill.faults.looking.reads import LazyRead, lazy_read, sign
from fe_skill.faults.looking.source import last_name
from fe_skill.faults.mending import keyword


def recognise(case: Case) -> Diagnosis | None:
    raised = sign(case)
    read = lazy_read(case)
    if raised is None or read is None or raised.name == "DetachedInstanceError":
        return None
    if "DetachedInstanceError" in raised.message or read.kind == "column" or _grows(read):
        return None
    if read.model is None:
        return _without_facts(case, read)
    loads = loads_of(case, read.model)
    chosen = [
        load
        for load in loads
        if load.kind in ("select", "get") and not brings(load, read.model, read.attribute)
    ]
    refreshed = [load for load in loads if load.kind == "refresh"]
    if refreshed and (not chosen or refreshed[0].found.distance <= chosen[0].found.distance):
        return None  # that is `refresh-without-relationship`
    if not chosen:
        chosen = [one for one in nested_loads(case, read.model) if not _continued(one, read)]
    if chosen:
        return _of_query(read, chosen[0])
    deeper = _of_depth(read, loads) if _is_of_its_own(read) else None
    return deeper or _of_relationship(read)


def _is_of_its_own(read: LazyRead) -> bool:
    """Whether the relationship leads to its own model: a tree."""
    relationship, model = read.relationship, read.model
    return relationship is not None and model is not None and relationship.target == model.name


def _of_depth(read: LazyRead, loads: list[Load]) -> Diagnosis | None:
    """A tree whose query loads one level, and more was read."""
    assert read.model is not None  # noqa: S101 -- the caller looked
    for load in loads:
        option = loader(load, read.model, read.attribute) if load.kind == "select" else None
        if option is not None and "recursion_depth" not in load.module.segment(option):
            plain = _of_query(read, load)
            deep = last_name(option.func) in ("selectinload", "immediateload")
            return replace(
                plain,
                what=f"`{read.name}` was read a level deeper than the query loads it",
                mend=("load all levels: `selectinload(..., recursion_depth=-1)`",),
                edits=(keyword(load.module, option, "recursion_depth", "-1"),) if deep else (),
            )
    return None


def _continued(load: Load, read: LazyRead) -> bool:
    """Whether the option goes on to the relationship already."""
    return read.model is not None and brings(load, read.model, read.attribute)


def _of_query(read: LazyRead, load: Load) -> Diagnosis:
    assert read.model is not None  # noqa: S101 -- the caller looked
    model, attribute = read.model, read.attribute
    return Diagnosis(
        what=f"`{read.name}` was read, and the query that loaded the {model.name} left it out",
        why="an async session can't load a relationship from a plain attribute access",
        confidence=SURE,
        place=load.place,
        evidence=(
            *_seen(read),
            Evidence("the query that loads it", load.place.path, load.place.line, load.code),
            *_declared(read),
        ),
        mend=(
            f"add `.options(selectinload({model.name}.{attribute}))` to the query",
            "load in the same way what its items show of their own relationships",
        ),
        edits=with_relationship(load, model, attribute),
        safe=True,
    )


def _of_relationship(read: LazyRead) -> Diagnosis:
    assert read.model is not None  # noqa: S101 -- the caller looked
    where = read.relationship.where if read.relationship else read.model.where
    return Diagnosis(
        what=f"`{read.name}` was read lazily on an async session",
        why="an async session can't load a relationship from a plain attribute access",
        confidence=LIKELY,
        place=Place(where.path, where.line, read.name),
        evidence=(*_seen(read), *_declared(read)),
        mend=(
            f"add `.options(selectinload({read.name}))` to the query that loads the "
            f"{read.model.name}",
            f'or declare `{read.name}` with `lazy="selectin"` if every query needs it',
        ),
    )


def _without_facts(case: Case, read: LazyRead) -> Diagnosis | None:
    spot = read.spot or case.spot()
    name = f"`{read.attribute}`" if read.attribute else "an attribute"
    return Diagnosis(
        what=f"{name} was loaded lazily on an async session",
        why="an async session can't run SQL from a plain attribute access",
        confidence=LIKELY if read.kind == "relationship" else OPEN,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it was read"),) if spot else (),
        mend=(
            "load what is read in the query: `.options(selectinload(Model.relationship))`",
            "a plain column says: it expired with a commit; make the sessionmaker with "
            "`expire_on_commit=False`",
        ),
    )


def _grows(read: LazyRead) -> bool:
    """Whether something is put into the collection: `append-to-unloaded-collection`."""
    code = read.spot.code if read.spot else ""
    grown = (".append(", ".remove(", ".extend(", ".add(", ".insert(")
    return any(f".{read.attribute}{ending}" in code for ending in grown) and bool(read.attribute)


def _seen(read: LazyRead) -> tuple[Evidence, ...]:
    return (read.spot.evidence(f"where `{read.attribute}` was read"),) if read.spot else ()


def _declared(read: LazyRead) -> tuple[Evidence, ...]:
    if read.relationship is None:
        return ()
    where = read.relationship.where
    note = f'the relationship, loaded as `lazy="{read.relationship.lazy}"`'
    return (Evidence(note, where.path, where.line),)


_API = """\
from fastapi import FastAPI
from sqlalchemy import select

from app.models import Team

app = FastAPI()


@app.get("/teams")
async def teams(session):
    found = await session.scalars(select(Team))
    return [len(team.members) for team in found]
"""
_READ = ("/srv/app/api.py", 12, "teams", "return [len(team.members) for team in found]")

FAULT = Fault(
    name="lazy-load-in-async-session",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(GREENLET, _READ, LAZY),
            {"app/models.py": MODELS, "app/api.py": _API},
            "app/api.py:11",
            mended=True,
        ),
    ),
    docs=(
        "https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html#preventing-implicit-io-when-using-asyncsession",
    ),
)
