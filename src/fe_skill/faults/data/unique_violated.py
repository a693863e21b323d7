"""A value that has to be unique was written twice.

Two requests can always race, so a look before the write isn't enough: the refusal itself has to be
answered, by 409.

Tell-tale: "UNIQUE constraint failed", "duplicate key value violates unique constraint".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.answering import refused_row_answered
from fe_skill.faults.looking.integrity import refusal, written_at


def recognise(case: Case) -> Diagnosis | None:
    refused = refusal(case)
    if refused is None or refused.kind != "unique":
        return None
    spot = written_at(case)
    what = f"`{refused.table}.{refused.column}`" if refused.column else "a unique value"
    return Diagnosis(
        what=f"{what} was written twice, and the refusal is not answered",
        why="the database refuses the second row, and nothing turns that into an answer",
        confidence=SURE if spot and case.program else CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it was written"),) if spot else (),
        mend=(
            "catch `IntegrityError` there, roll back, and raise `HTTPException(409, ...)`",
            "or register one handler for `IntegrityError` that answers 409",
        ),
        edits=refused_row_answered(case, spot, "it is there already"),
    )


FAULT = Fault(
    name="unique-violated",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) UNIQUE constraint failed: "
                "tags.name\n[SQL: INSERT INTO tags (name) VALUES (?)]",
                ("/app/app/repository.py", 10, "save", "await self.session.commit()"),
                EXECUTE,
            )
        ),
        Sample(
            "asyncpg.exceptions.UniqueViolationError: duplicate key value violates unique "
            'constraint "users_email_key"'
        ),
    ),
)
