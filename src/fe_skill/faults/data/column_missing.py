"""A column isn't in the database, though the model has it.

Tell-tale: "no such column", "column ... does not exist", `UndefinedColumnError`. The model was
           changed, and no revision says so, or it was not run.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample

_SIGN = re.compile(
    r"no such column: (?:(\w+)\.)?(\w+)|column (?:\"?(\w+)\"?\.)?\"?(\w+)\"?(?: of relation "
    r"\"(\w+)\")? does not exist|has no column named (\w+)|Unknown column '(?:(\w+)\.)?(\w+)'"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN.pattern)
    found = _SIGN.search(raised.message if raised else "" if case.chain else case.said)
    if found is None or case.raised("NoReferencedColumnError"):
        return None
    column = found[2] or found[4] or found[6] or found[8]
    table = found[1] or found[3] or found[5] or found[7] or ""
    place = _declared(case, table, column)
    spot = case.spot(raised)
    return Diagnosis(
        what=f"the column `{column}` is in the model and not in the database",
        why="the model was changed, and this database was not migrated",
        confidence=SURE if place else CLEAR,
        place=place or (spot.place if spot else None),
        evidence=(spot.evidence("the query"),) if spot else (),
        mend=(
            "`alembic revision --autogenerate`, read what it wrote, then `alembic upgrade head`",
            "a revision that is there already: run `alembic upgrade head` on this database",
        ),
    )


def _declared(case: Case, table: str, column: str) -> Place | None:
    for model in case.facts.models if case.facts else ():
        for one in model.columns:
            if one.name == column and (not table or model.table == table):
                return Place(one.where.path, one.where.line, f"{model.name}.{column}")
    return None


FAULT = Fault(
    name="column-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) no such column: "
                "users.nickname",
                ("/app/app/queries.py", 8, "names", "return await session.scalars(select(User))"),
                EXECUTE,
            )
        ),
        Sample(
            "sqlalchemy.exc.ProgrammingError: (asyncpg.exceptions.UndefinedColumnError) column "
            "users.nickname does not exist"
        ),
    ),
)
