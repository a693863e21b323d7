"""A table isn't in the database.

Either no migration has made it, or `create_all` ran while its model was not imported, or never ran.

Tell-tale: "no such table", "relation ... does not exist", `UndefinedTableError`.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.integrity import model_of
from fe_skill.faults.looking.source import lines_with
from fe_skill.project.model import Migrations

_SIGN = re.compile(
    r"no such table: (?:\w+\.)?(\w+)|relation \"(?:\w+\.)?(\w+)\" does not exist|"
    r"Table '(?:\w+\.)?(\w+)' doesn't exist"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN.pattern)
    found = _SIGN.search(raised.message if raised else "" if case.chain else case.said)
    if found is None:
        return None
    table = found[1] or found[2] or found[3]
    model = model_of(case, table)
    made = any(table in one.creates for t in _trees(case) for one in t.revisions)
    place, mend = _migrated(case, table) if _trees(case) else _created(case)
    shown = (Evidence("its model", model.where.path, model.where.line),) if model else ()
    spot = case.spot(raised)
    if place is None and made is False and model is not None and _trees(case):
        place = Place(model.where.path, model.where.line, model.name)
    return Diagnosis(
        what=f"the table `{table}` isn't in the database",
        why="a revision makes it, and was not run on this database"
        if made
        else "nothing has made it in this database",
        confidence=SURE if place or made else CLEAR,
        place=place or (spot.place if spot else None),
        evidence=(*((spot.evidence("the query"),) if spot else ()), *shown),
        mend=mend,
    )


def _trees(case: Case) -> tuple[Migrations, ...]:
    return case.facts.migrations if case.facts else ()


def _migrated(case: Case, table: str) -> tuple[Place | None, tuple[str, ...]]:
    for tree in _trees(case):
        for one in tree.revisions:
            if table in one.creates:
                place = Place(one.where.path, one.where.line, one.id)
                return place, ("run `alembic upgrade head` on this database",)
    mend = (
        "`alembic revision --autogenerate`, read what it wrote, then `alembic upgrade head`",
        "env.py has to import the model, so that the metadata knows it",
    )
    return None, mend


def _created(case: Case) -> tuple[Place | None, tuple[str, ...]]:
    mend = (
        "import every model before `Base.metadata.create_all` runs, and run it at start-up",
        "better: make the tables by migrations",
    )
    lines = lines_with(case, r"create_all|def create_(?:db|tables|all)", "create_")
    calls = lines_with(case, r"await create_all\(|create_db\w*\(\)|create_tables\(|init_db\(", "(")
    chosen = [line for line in (*calls, *lines) if "def " not in line.text] or lines
    return (chosen[0].place() if chosen else None), mend


FAULT = Fault(
    name="table-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) no such table: notes",
                ("/app/app/notes.py", 13, "notes", "return await session.scalars(select(Note))"),
                EXECUTE,
            )
        ),
        Sample(
            "sqlalchemy.exc.ProgrammingError: (asyncpg.exceptions.UndefinedTableError) relation "
            '"users" does not exist'
        ),
    ),
)
