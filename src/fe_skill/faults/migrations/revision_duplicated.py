"""Two revision files have the same id, or one overlaps another.

Tell-tale: "Revision ... is present more than once", "overlaps with other requested revisions".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"Revision (\w+) is present more than once|Requested revision (\w+) "
            r"overlaps with other requested revisions|Duplicate revision|Ambiguous "
            r"walk|Version table '?\w+'? has duplicate"
        ),
        what="the revision `{0}{1}` is there more than once, or overlaps another",
        why=("a file was copied, or the version table names a revision and one of its ancestors"),
        mend=(
            "give the copy an id of its own, and a `down_revision` in the line",
            (
                "in the database: keep in `alembic_version` only what was really run "
                "last; look before you write"
            ),
        ),
        aside=True,
    ),
)

FAULT = Fault(
    name="revision-duplicated",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample("UserWarning: Revision 1a2b is present more than once"),
        Sample(
            "alembic.util.exc.CommandError: Requested revision 3e06 overlaps with "
            "other requested revisions 1a2b"
        ),
    ),
)
