"""A table is declared in a schema, and SQLite has none.

SQLite takes the schema's name for a database that was attached.

Tell-tale: "unknown database ..." from sqlite3.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.literals import Written, written

_SIGN = re.compile(r"\(sqlite3\.OperationalError\) unknown database \"?(\w+)")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    declared = [one for one in written(case, found[1]) if _is_schema(one)]
    spot = case.spot(raised)
    return Diagnosis(
        what=f"a table is in the schema `{found[1]}`, and SQLite has no schemas",
        why="the name of the schema is taken for that of an attached database",
        confidence=SURE if declared else CLEAR,
        place=declared[0].place if declared else spot.place if spot else None,
        evidence=tuple(one.evidence("the schema") for one in declared[:2]),
        mend=(
            "leave schemas out where SQLite is used: `schema_translate_map={name: None}` in the "
            "engine's execution options",
            "or test on the database that production has",
        ),
    )


def _is_schema(one: Written) -> bool:
    """Whether a string is given as `schema`, as a keyword or in a dictionary."""
    given = one.module.parent(one.node)
    if isinstance(given, ast.keyword):
        return given.arg == "schema"
    keys = given.keys if isinstance(given, ast.Dict) else ()
    values = given.values if isinstance(given, ast.Dict) else ()
    return any(
        value is one.node and isinstance(key, ast.Constant) and key.value == "schema"
        for key, value in zip(keys, values, strict=True)
    )


_CASES = """\
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Case(Base):
    __tablename__ = "cases"
    __table_args__ = {"schema": "law"}
    id: Mapped[int] = mapped_column(primary_key=True)
"""

FAULT = Fault(
    name="schema-not-in-sqlite",
    explanation=__doc__,
    recognise=recognise,
    explains=("lifespan-failed", "statement-refused"),
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) unknown database law",
                ("/srv/app/start.py", 4, "start", "Base.metadata.create_all(engine)"),
                EXECUTE,
            ),
            {"app/cases.py": _CASES},
            "app/cases.py:10",
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/core/connections.html#translation-of-schema-names",),
)
