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
    documents = case.says(r"E11000") is not None
    error = "DuplicateKeyError" if documents else "IntegrityError"
    what = f"`{refused.table}.{refused.column}`" if refused.column else "a unique value"
    return Diagnosis(
        what=f"{what} was written twice, and the refusal is not answered",
        why="the database refuses the second row, and nothing turns that into an answer",
        confidence=SURE if spot and case.program else CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it was written"),) if spot else (),
        mend=(
            f"catch `{error}` there{'' if documents else ', roll back,'} and raise "
            "`HTTPException(409, ...)`",
            f"or register one handler for `{error}` that answers 409",
        ),
        edits=() if documents else refused_row_answered(case, spot, "it is there already"),
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
        Sample("# Unable to save. IntegrityError.. duplicate key value"),
        Sample(
            "pymongo.errors.DuplicateKeyError: E11000 duplicate key error collection: app.users "
            'index: email_1 dup key: { email: "a@b.c" }'
        ),
        Sample(
            "asyncpg.exceptions.UniqueViolationError: duplicate key value violates unique "
            'constraint "users_email_key"'
        ),
    ),
)
