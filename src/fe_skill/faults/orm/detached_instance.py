"""An object was read after its session was closed.

What was not loaded while the session was open can't be loaded later: a relationship without
`selectinload`, or any attribute that a commit has expired.

Tell-tale: `DetachedInstanceError`.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import LAZY, MODELS, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.loads import Load, brings, loads_of, with_relationship
from fe_skill.faults.looking.reads import LazyRead, lazy_read, sign
from fe_skill.faults.looking.sessions import session_makers
from fe_skill.faults.mending import keyword


def recognise(case: Case) -> Diagnosis | None:
    raised = sign(case)
    if raised is None or "DetachedInstanceError" not in f"{raised.name} {raised.message}":
        return None
    if "attribute refresh operation" in raised.message:
        return _expired(case)
    read = lazy_read(case)
    load = _load(case, read)
    return _of_load(read, load) if read and load else _plain(case, read)


def _load(case: Case, read: LazyRead | None) -> Load | None:
    model = read.model if read else None
    if read is None or model is None:
        return None
    found = (one for one in loads_of(case, model) if one.kind in ("select", "get"))
    return next((one for one in found if not brings(one, model, read.attribute)), None)


def _of_load(read: LazyRead, load: Load) -> Diagnosis:
    model = read.model
    return Diagnosis(
        what=f"`{read.name}` was read after the session was closed, and its query left it out",
        why="a relationship can only be loaded while the object's session is open",
        confidence=SURE,
        place=load.place,
        evidence=(
            *((read.spot.evidence("where it was read"),) if read.spot else ()),
            Evidence("the query that loads it", load.place.path, load.place.line, load.code),
        ),
        mend=(f"load it with its owner: `.options(selectinload({read.name}))`",),
        edits=with_relationship(load, model, read.attribute) if model else (),
        safe=True,
    )


def _expired(case: Case) -> Diagnosis:
    found = (one for one in session_makers(case) if one.option("expire_on_commit") is None)
    maker = next(found, None)
    spot = case.spot()
    return Diagnosis(
        what="an attribute was read after a commit had expired it and the session was closed",
        why="a commit expires all attributes; reading one then needs the session",
        confidence=SURE if maker else CLEAR,
        place=maker.place if maker else spot.place if spot else None,
        evidence=(spot.evidence("where it was read"),) if spot else (),
        mend=("make the sessions with `expire_on_commit=False`", "or read what is needed before"),
        edits=(keyword(maker.module, maker.call, "expire_on_commit", "False"),) if maker else (),
    )


def _plain(case: Case, read: LazyRead | None) -> Diagnosis:
    spot = case.spot()
    name = f"`{read.name}`" if read and read.name else "an attribute"
    return Diagnosis(
        what=f"{name} was read after the session was closed",
        why="what was not loaded while the session was open can't be loaded later",
        confidence=CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it was read"),) if spot else (),
        mend=("load it in the query, by `selectinload`", "or read it while the session is open"),
    )


_REPORT = """\
from sqlalchemy import select

from app.models import Team


def latest(factory):
    with factory() as session:
        return session.scalars(select(Team)).first()


def report(factory):
    return len(latest(factory).members)
"""
_READ = ("/srv/app/report.py", 12, "report", "return len(latest(factory).members)")
_ERROR = (
    "sqlalchemy.orm.exc.DetachedInstanceError: Parent instance <Team at 0x7f> is not bound to a "
    "Session; lazy load operation of attribute 'members' cannot proceed"
)

FAULT = Fault(
    name="detached-instance",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(_ERROR, _READ, LAZY),
            {"app/models.py": MODELS, "app/report.py": _REPORT},
            "app/report.py:8",
            mended=True,
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/errors.html#error-bhk3",),
)
