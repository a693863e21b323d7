"""The models have changed, and no revision says so.

Tell-tale: "New upgrade operations detected" of `alembic check`.
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"New upgrade operations detected",
        what="the models have changed, and no revision says so",
        why="`alembic check` compares models and database",
        mend=(
            "`alembic revision --autogenerate`, read what it wrote, and commit it",
            ("differences that aren't any: `compare_type` and `include_object` in env.py"),
        ),
        aside=True,
    ),
)

FAULT = Fault(
    name="models-differ-from-migrations",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            "ERROR [alembic.util.messaging] New upgrade operations detected: "
            "[('add_column', None, 'items', Column('note', String()))]"
        ),
    ),
)
