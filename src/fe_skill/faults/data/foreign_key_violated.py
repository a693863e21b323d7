"""A row points to another that isn't there, or one was deleted that others point to.

Tell-tale: "FOREIGN KEY constraint failed", "violates foreign key constraint".
"""

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import EXECUTE, MODELS, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.answering import refused_row_answered
from fe_skill.faults.looking.integrity import refusal, written_at
from fe_skill.faults.looking.kinship import children_of

_WHY = "the database keeps foreign keys true"


def recognise(case: Case) -> Diagnosis | None:
    refused = refusal(case)
    if refused is None or refused.kind != "foreign key":
        return None
    spot = written_at(case)
    if case.says("DELETE FROM|still referenced"):
        return _deleted(case, refused.table, spot)
    return Diagnosis(
        what=f"a row of `{refused.table}` points to one that isn't there",
        why=_WHY,
        confidence=SURE if spot and case.program else CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it was written"),) if spot else (),
        mend=(
            "look the other row up first, and answer 404 when it isn't there",
            "or answer the refusal itself: catch `IntegrityError`, roll back, answer 409",
        ),
        edits=refused_row_answered(case, spot, "what it refers to doesn't fit"),
    )


def _deleted(case: Case, table: str, spot: Spot | None) -> Diagnosis:
    """No patch: whether the other rows go, stay or forbid it is the project's to say."""
    children = children_of(case, table)
    place = children[0].place if children else spot.place if spot else None
    return Diagnosis(
        what="a row was deleted that others point to",
        why=_WHY
        + (f", and `{children[0].place.symbol}` doesn't say what then" if children else ""),
        confidence=SURE if place and case.program else CLEAR,
        place=place,
        evidence=(
            *((spot.evidence("where it was deleted"),) if spot else ()),
            *(Evidence("points to it", c.place.path, c.place.line) for c in children[:2]),
        ),
        mend=(
            '`ForeignKey(..., ondelete="CASCADE")` with a migration, or `cascade="all, '
            'delete-orphan"` on the relationship',
            "or delete the others first, or answer 409 while there are some",
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
        Sample(
            trace(
                "sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) FOREIGN KEY constraint "
                "failed\n[SQL: DELETE FROM teams WHERE teams.id = ?]",
                ("/app/app/teams.py", 3, "remove", "session.commit()"),
                EXECUTE,
            ),
            {"app/models.py": MODELS},
            "app/models.py:20",
        ),
    ),
)
