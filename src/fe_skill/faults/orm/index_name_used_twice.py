"""Two tables have an index of one name.

In SQLite and PostgreSQL the names of indexes belong to the schema, not to their table.

Tell-tale: "index ... already exists", and two declarations of that name.
Not this:  one declaration: then the index is in the database already.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.literals import written
from fe_skill.faults.looking.source import last_name

_SIGN = re.compile(r'index "?(\w+)"? already exists|relation "(ix_\w+|idx_\w+)" already exists')
_SEVERAL = 2


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    name = (found[1] or found[2]) if found else ""
    named = [one for one in written(case, name) if _is_index(one.module.parent(one.node))]
    if len(named) < _SEVERAL or "/versions/" in named[-1].module.path:
        return None
    return Diagnosis(
        what=f"two indexes are called `{name}`",
        why="an index's name is one for the whole schema",
        confidence=SURE,
        place=named[-1].place,
        evidence=tuple(one.evidence("an index of that name") for one in named[:2]),
        mend=(
            "put the table's name into the index's: `ix_<table>_<column>`, and a migration",
            "or let names be made: `MetaData(naming_convention={...})`",
        ),
    )


def _is_index(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and last_name(node.func) == "Index"


_ERROR = "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) index ix_at already exists"

FAULT = Fault(
    name="index-name-used-twice",
    explanation=__doc__,
    recognise=recognise,
    explains=("lifespan-failed", "migration-creates-existing-table"),
    samples=(
        Sample(
            trace(
                _ERROR, ("/srv/app/start.py", 4, "start", "Base.metadata.create_all(e)"), EXECUTE
            ),
            {
                "app/cows.py": 'from sqlalchemy import Index\n\nX = Index("ix_at", "at")\n',
                "app/fields.py": 'from sqlalchemy import Index\n\nY = Index("ix_at", "at")\n',
            },
            "app/fields.py:3",
        ),
    ),
)
