"""Two revisions follow the same one, so that there are several heads.

It happens when two branches each add a revision.

Tell-tale: "Multiple head revisions are present", "Multiple heads".
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.revisions import assigned
from fe_skill.project.model import Migrations, Revision

_SIGN = r"Multiple head revisions are present|Multiple heads are present|multiple heads"


def recognise(case: Case) -> Diagnosis | None:
    if not case.says(_SIGN):
        return None
    trees = case.facts.migrations if case.facts else ()
    tree = next((one for one in trees if len(one.heads) > 1), None)
    heads = _heads(tree) if tree else []
    later = heads[-1] if heads else None
    line = _line(case, later) if later else 1
    return Diagnosis(
        what="there are several head revisions" + (f": {', '.join(tree.heads)}" if tree else ""),
        why="two revisions follow the same one" if later else "revisions branched",
        confidence=SURE if later else CLEAR,
        place=Place(later.where.path, line, later.id) if later else None,
        evidence=tuple(
            Evidence(f"head {one.id}", one.where.path, one.where.line) for one in heads[:3]
        ),
        mend=(
            "not yet run anywhere: let the later one follow the other, by its `down_revision`",
            "run already: `alembic merge heads`, which joins them by an empty revision",
        ),
        edits=_chained(case, heads) if len(heads) == 2 else (),  # noqa: PLR2004 -- a plain fork
    )


def _heads(tree: Migrations) -> list[Revision]:
    """The heads, the one to move last: by file name, which carries a date or a number."""
    found = [one for one in tree.revisions if one.id in tree.heads]
    return sorted(found, key=lambda one: one.where.path)


def _line(case: Case, revision: Revision) -> int:
    module = case.module(revision.where.path)
    node = assigned(module, "down_revision") if module else None
    return node.lineno if node else revision.where.line


def _chained(case: Case, heads: list[Revision]) -> tuple[Edit, ...]:
    module = case.module(heads[1].where.path)
    node = assigned(module, "down_revision") if module else None
    if module is None or node is None or not isinstance(node.value, ast.Constant):
        return ()
    start, end = module.offsets(node.value)
    return (Edit(module.path, start, end, f'"{heads[0].id}"'),)


_REVISION = 'revision = "{0}"\ndown_revision = {1}\n\n\ndef upgrade():\n    pass\n'
_ENV = {"migrations/env.py": "from alembic import context\ncontext.run_migrations()\n"}

FAULT = Fault(
    name="several-alembic-heads",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            "FAILED: Multiple head revisions are present for given argument 'head'; please "
            "specify a "
            "specific target revision",
            {
                "alembic.ini": "[alembic]\nscript_location = migrations\n",
                **_ENV,
                "migrations/versions/1_a.py": _REVISION.format("a1", "None"),
                "migrations/versions/2_b.py": _REVISION.format("b2", '"a1"'),
                "migrations/versions/3_c.py": _REVISION.format("c3", '"a1"'),
            },
            "migrations/versions/3_c.py:2",
            mended=True,
        ),
    ),
    docs=("https://alembic.sqlalchemy.org/en/latest/branches.html",),
)
