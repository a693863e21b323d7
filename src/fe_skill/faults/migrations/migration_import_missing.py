"""A revision uses a name that it doesn't import.

Autogenerate writes `app.types.Money()` or `sqlmodel.sql...` without importing them.

Tell-tale: `NameError` in a file under `versions/`.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.revisions import revision_spot
from fe_skill.faults.mending import line_after
from fe_skill.syntax.module import SourceModule

_SIGN = re.compile(r"name '(\w+)' is not defined")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("NameError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    spot = revision_spot(case)
    if found is None or spot is None:
        return None
    module = case.module(spot.path)
    wanted = _wanted(module, found[1]) if module else None
    return Diagnosis(
        what=f"the revision uses `{found[1]}` and doesn't import it",
        why="autogenerate writes the type's full name, and imports only SQLAlchemy",
        confidence=SURE if wanted else CLEAR,
        place=spot.place,
        evidence=(spot.evidence("where it is used"),),
        mend=(
            f"`import {wanted or found[1]}` in the revision",
            "and in `script.py.mako`, for revisions to come",
        ),
        edits=_imported(module, wanted) if module and wanted else (),
        safe=True,
    )


def _wanted(module: SourceModule, name: str) -> str | None:
    """The module of the longest such name: what stands before the class."""
    names = set(re.findall(rf"(?<![\w.])({name}(?:\.\w+)+)\(", module.text))
    modules = {one.rpartition(".")[0] for one in names}
    return min(modules, key=len) if modules else None


def _imported(module: SourceModule, name: str) -> tuple[Edit, ...]:
    import ast  # noqa: PLC0415 -- only for this patch

    if name.partition(".")[0] in module.names:
        return ()
    imports = [n for n in module.tree.body if isinstance(n, (ast.Import, ast.ImportFrom))]
    return (line_after(module, imports[-1], f"import {name}"),) if imports else ()


_REVISION = """\
import sqlalchemy as sa
from alembic import op


def upgrade():
    op.add_column("bills", sa.Column("amount", app.types.Cents()))
"""

FAULT = Fault(
    name="migration-import-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "NameError: name 'app' is not defined",
                ("/srv/alembic/versions/2_money.py", 6, "upgrade", "op.add_column("),
            ),
            {"alembic/versions/2_money.py": _REVISION},
            "alembic/versions/2_money.py:6",
            mended=True,
        ),
    ),
)
