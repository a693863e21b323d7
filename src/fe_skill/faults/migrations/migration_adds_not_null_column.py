"""A revision adds a column that must have a value to a table that has rows.

The rows that are there need a value: a server default, or the column first nullable, then
filled, then not nullable.

Tell-tale: "Cannot add a NOT NULL column with default value NULL", "column ... contains null
           values".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Sample
from fe_skill.faults.looking.revisions import revision_spot
from fe_skill.faults.looking.source import Line, lines_with

_SIGN = r"Cannot add a NOT NULL column|contains null values"
_ADDED = re.compile(r"ADD COLUMN \"?(\w+)\"? (\w+)|column \"(\w+)\"")
_DEFAULTS = {"BOOLEAN": "sa.false()", "INTEGER": 'sa.text("0")', "BIGINT": 'sa.text("0")'}


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN)
    if raised is None:
        return None
    found = _ADDED.search(raised.message)
    column = (found[1] or found[3]) if found else ""
    spot = revision_spot(case) or case.spot(raised)
    lines = lines_with(case, rf"Column\(\s*['\"]{column}['\"]", column) if column else []
    line = next((one for one in lines if "add_column" in one.module.text), None)
    place = line.place(column) if line else spot.place if spot else None
    return Diagnosis(
        what=f"`{column or '?'}` must have a value, and the rows that are there have none",
        why="the table has rows already, and the column has no default in the database",
        confidence=SURE if line else CLEAR,
        place=place,
        evidence=(Evidence("the revision", place.path, place.line),) if place else (),
        mend=(
            "give it a `server_default` in the revision",
            "or in three steps: add it nullable, fill it, `alter_column(..., nullable=False)`",
        ),
        edits=_defaulted(line, found[2] or "") if line and found else (),
    )


def _defaulted(line: Line, kind: str) -> tuple[Edit, ...]:
    """A server default where the type has one that says nothing new: false, or zero."""
    default = _DEFAULTS.get(kind.upper())
    text = line.module.line(line.number)
    at = text.find("nullable=False")
    if default is None or at < 0 or "server_default" in text or "sa." not in text:
        return ()
    end = line.module.offset(line.number) + at + len("nullable=False")
    return (Edit(line.module.path, end, end, f", server_default={default}"),)


_REVISION = """\
import sqlalchemy as sa
from alembic import op


def upgrade():
    op.add_column("people", sa.Column("active", sa.Boolean(), nullable=False))
"""

FAULT = Fault(
    name="migration-adds-not-null-column",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) Cannot add a NOT NULL "
                "column with default value NULL\n[SQL: ALTER TABLE people ADD COLUMN active "
                "BOOLEAN "
                "NOT NULL]",
                ("/srv/migrations/versions/2_active.py", 6, "upgrade", "op.add_column("),
                EXECUTE,
            ),
            {"migrations/versions/2_active.py": _REVISION},
            "migrations/versions/2_active.py:6",
            mended=True,
        ),
    ),
)
