"""A column type or construct has no form in this database's dialect.

Often the tests run on SQLite and the models use a type of PostgreSQL.

Tell-tale: "Compiler ... can't render element of type JSONB", "VARCHAR requires a length on
           dialect mysql".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("CompileError", "UnsupportedCompilationError", "AttributeError"),
        says=(
            r"can't render element of type (?:<class '[\w.]*?)?(\w+)|requires a "
            r"length on dialect (\w+)|visit_(\w+)'?"
        ),
        what="`{0}{1}{2}` can't be written for this database",
        why=("the type or construct belongs to another database than the one that is connected"),
        mend=(
            "test on the database that production has",
            (
                'or give a variant: `JSON().with_variant(JSONB, "postgresql")`; a '
                "length for MySQL: `String(255)`"
            ),
        ),
    ),
    Sign(
        says=r"Can't generate DDL for NullType\(\)",
        what="a column has no type that can be written",
        why=(
            "its type wasn't given and its foreign key doesn't tell it, or "
            "reflection didn't know it"
        ),
        mend=("give the column its type",),
    ),
)

FAULT = Fault(
    name="type-unknown-to-dialect",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.UnsupportedCompilationError: Compiler "
                    "<sqlalchemy.dialects.sqlite.base.SQLiteTypeCompiler object at 0x7f> "
                    "can't render element of type JSONB"
                ),
                ("/srv/tests/conftest.py", 9, "engine", "Base.metadata.create_all(engine)"),
            )
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.exc.CompileError: (in table 'users', column 'name'): "
                    "VARCHAR requires a length on dialect mysql"
                ),
                ("/srv/app/db.py", 9, "make", "Base.metadata.create_all(engine)"),
            )
        ),
    ),
)
