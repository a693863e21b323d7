"""A revision alters a table in a way that SQLite doesn't know.

SQLite has no ALTER for constraints and few for columns; Alembic's batch mode copies the table.

Tell-tale: "No support for ALTER of constraints in SQLite", `near "ALTER": syntax error`.
"""

import ast
import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.revisions import revision_spot
from fe_skill.faults.looking.source import last_name
from fe_skill.syntax.module import SourceModule

_SIGN = (
    r"No support for ALTER of constraints in SQLite|"
    r"near \"(?:ALTER|DROP|CONSTRAINT)\": syntax error"
)
_OPERATIONS = frozenset(
    ("create_unique_constraint", "create_foreign_key", "create_check_constraint", "drop_constraint",
     "alter_column", "create_primary_key")
)  # fmt: skip


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN)
    if raised is None:
        return None
    spot = revision_spot(case) or case.spot(raised)
    return Diagnosis(
        what="a revision alters a table in a way that SQLite doesn't know",
        why="SQLite can't alter constraints; the table has to be copied",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("the operation"),) if spot else (),
        mend=(
            'do it in `with op.batch_alter_table("table") as batch:`',
            "and `render_as_batch=True` in env.py's `context.configure`, for revisions to come",
        ),
        edits=_batched(case, spot) if spot else (),
    )


def _batched(case: Case, spot: Spot) -> tuple[Edit, ...]:
    """Every such operation of the file, each in a batch of its own."""
    module = case.module(spot.path)
    edits: list[Edit] = []
    for node in module.nodes(ast.Expr) if module else ():
        call = node.value
        owner = getattr(getattr(call, "func", None), "value", None)
        if (
            isinstance(call, ast.Call)
            and last_name(call.func) in _OPERATIONS
            and getattr(owner, "id", "") == "op"
            and module is not None
            and (made := _in_batch(module, node, call)) is not None
        ):
            edits.append(made)
    return tuple(edits)


def _in_batch(module: SourceModule, node: ast.Expr, call: ast.Call) -> Edit | None:
    first = 0 if last_name(call.func) == "alter_column" else 1
    named = next((k for k in call.keywords if k.arg in {"table_name", "source_table"}), None)
    table = named.value if named else call.args[first] if len(call.args) > first else None
    if table is None or "\n" in module.segment(call):
        return None
    rest = [module.segment(a) for a in call.args if a is not table]
    rest += [module.segment(k) for k in call.keywords if k is not named]
    indent = re.match(r"\s*", module.line(node.lineno))
    space = indent[0] if indent else ""
    start, end = module.offsets(node)
    text = f"with op.batch_alter_table({module.segment(table)}) as batch:\n"
    return Edit(
        module.path, start, end, f"{text}{space}    batch.{last_name(call.func)}({', '.join(rest)})"
    )


_REVISION = """\
from alembic import op


def upgrade():
    op.create_unique_constraint("uq_email", "people", ["email"])
"""

FAULT = Fault(
    name="migration-alters-on-sqlite",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "NotImplementedError: No support for ALTER of constraints in SQLite dialect. "
                "Please "
                "refer to the batch mode feature",
                (
                    "/srv/migrations/versions/2_unique.py",
                    5,
                    "upgrade",
                    "op.create_unique_constraint(",
                ),
            ),
            {"migrations/versions/2_unique.py": _REVISION},
            "migrations/versions/2_unique.py:5",
            mended=True,
        ),
    ),
    docs=("https://alembic.sqlalchemy.org/en/latest/batch.html",),
)
