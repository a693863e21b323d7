"""The name of a revision doesn't fit into Alembic's version table.

Tell-tale: "value too long for type character varying(32)" at `UPDATE alembic_version`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"value too long for type character varying\(32\)[\s\S]*alembic_version|"
            r"Data too long for column 'version_num'"
        ),
        what="a revision's id is longer than Alembic's version table holds",
        why="`alembic_version.version_num` has 32 characters",
        mend=("give the revision a shorter id, here and where others name it",),
    ),
)

FAULT = Fault(
    name="version-id-too-long",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.DataError: (psycopg2.errors.StringDataRightTruncation) "
                    "value too long for type character varying(32)\n\n"
                    "[SQL: UPDATE alembic_version SET "
                    "version_num='2024_01_01_add_a_very_long_name_of_it']"
                ),
                ("/srv/migrations/env.py", 40, "run", "context.run_migrations()"),
            )
        ),
    ),
)
