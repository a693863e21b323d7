"""The database file isn't a whole SQLite database.

Tell-tale: "database disk image is malformed", "file is not a database".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"database disk image is malformed|file is not a database|file is "
            r"encrypted or is not a database|disk I/O error"
        ),
        what="the SQLite file is damaged, or is none",
        why=(
            "it was copied while it was written, is on a network disk, or another program made it"
        ),
        mend=(
            ("`PRAGMA integrity_check`; restore it from a backup, or `.recover` what is left"),
            "copy a live database with `VACUUM INTO`, and keep it on a local disk",
        ),
    ),
)

FAULT = Fault(
    name="database-file-damaged",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.DatabaseError: (sqlite3.DatabaseError) database disk "
                    "image is malformed"
                ),
                ("/srv/app/repo.py", 8, "get", "session.scalars(query)"),
            )
        ),
    ),
)
