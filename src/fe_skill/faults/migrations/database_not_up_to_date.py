"""A revision was asked for while the database isn't at the head.

Autogenerate compares with the database, so that has to be migrated first.

Tell-tale: "Target database is not up to date".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.revisions import revisions


def recognise(case: Case) -> Diagnosis | None:
    if not case.says("Target database is not up to date"):
        return None
    heads = {h for tree in (case.facts.migrations if case.facts else ()) for h in tree.heads}
    head = next((one for one in revisions(case) if one.id in heads), None)
    return Diagnosis(
        what="the database is behind the revisions that are there",
        why="a new revision is made by comparing with the database as the last one leaves it",
        confidence=SURE if head else CLEAR,
        place=Place(head.where.path, head.where.line, head.id) if head else None,
        mend=("run `alembic upgrade head` on this database, then make the revision",),
    )


FAULT = Fault(
    name="database-not-up-to-date",
    explanation=__doc__,
    recognise=recognise,
    samples=(Sample("FAILED: Target database is not up to date."),),
)
