"""The database has no type of this name, or has it already.

Enum types live beside the tables in PostgreSQL: dropping a table leaves them, and a second table
makes them again. Types like `vector` come with an extension.

Tell-tale: "type ... already exists", "type ... does not exist", `DuplicateObjectError`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"type \"([\w.]+)\" already exists",
        what="the type `{0}` is there already",
        why="an enum outlives its table, and each table that names it makes it",
        mend=(
            ('drop it in `downgrade`: `sa.Enum(name="{0}").drop(op.get_bind(), checkfirst=True)`'),
            (
                'a second table with the same enum: `postgresql.ENUM(..., name="{0}", '
                "create_type=False)`"
            ),
        ),
    ),
    Sign(
        says=r"type \"([\w.\[\]]+)\" does not exist",
        what="the database has no type `{0}`",
        why=("the revision that makes it didn't run, or its extension isn't installed"),
        mend=(
            (
                "make the enum before the column: `sa.Enum(..., "
                'name="{0}").create(op.get_bind(), checkfirst=True)`'
            ),
            (
                'a type of an extension: `op.execute("CREATE EXTENSION IF NOT EXISTS '
                '...")` in a revision before'
            ),
        ),
    ),
    Sign(
        says=(
            r"could not open extension control file|extension \"([\w-]+)\" is not "
            r"available|invalid input value for enum (\w+)"
        ),
        what=("the database server lacks an extension, or an enum lacks a value: {0}{1}"),
        why=("what the models use isn't part of this server or of the type as it was made"),
        mend=(
            "install the extension in the server's image",
            "a new member of an enum needs a revision: `ALTER TYPE ... ADD VALUE`",
        ),
    ),
)

FAULT = Fault(
    name="database-type-missing",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.ProgrammingError: (psycopg2.errors.DuplicateObject) "
                    'type "status" already exists'
                ),
                ("/srv/migrations/versions/a1.py", 20, "upgrade", "op.create_table("),
            )
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedObject) "
                    'type "vector" does not exist'
                ),
                ("/srv/migrations/versions/a1.py", 20, "upgrade", "op.add_column("),
            )
        ),
    ),
)
