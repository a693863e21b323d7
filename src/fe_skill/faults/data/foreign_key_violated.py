"""A row points to another that isn't there, or one was deleted that others point to.

Tell-tale: "FOREIGN KEY constraint failed", "violates foreign key constraint".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.integrity import refusal, written_at


def recognise(case: Case) -> Diagnosis | None:
    refused = refusal(case)
    if refused is None or refused.kind != "foreign key":
        return None
    spot = written_at(case)
    deleted = case.says("DELETE FROM|still referenced") is not None
    return Diagnosis(
        what="a row was deleted that others point to"
        if deleted
        else f"a row of `{refused.table}` points to one that isn't there",
        why="the database keeps foreign keys true",
        confidence=SURE if spot and case.program else CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it was written"),) if spot else (),
        mend=(
            "say what becomes of the others: `ondelete` on the key and `cascade` on the "
            "relationship",
            "or answer 409 while there are some",
        )
        if deleted
        else (
            "look the other row up first, and answer 404 when it isn't there",
            "or answer the refusal itself: catch `IntegrityError`, roll back, answer 409",
        ),
    )


FAULT = Fault(
    name="foreign-key-violated",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) FOREIGN KEY constraint "
                "failed\n[SQL: INSERT INTO tasks (project_id) VALUES (?)]",
                ("/app/tasks.py", 8, "create", "await session.commit()"),
                EXECUTE,
            )
        ),
    ),
)
