"""A chain of revisions that forks, breaks, or has two of one name.

Why: `alembic upgrade head` refuses to run, and with it every deployment.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from fe_skill.project.model import Migrations
from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity

_ASIDE: Final = re.compile(
    r"(^|[/_])(temp|tmp|old|archived?|backup|deprecated|drafts?|legacy|disabled)$"
)


def check(program: Program) -> Iterator[Finding]:
    """Several heads, revisions that go on from a missing one, and ids that are there twice."""
    for tree in program.facts.migrations:
        by_id = {revision.id: revision for revision in tree.revisions}
        if len(tree.heads) > 1 and not _branched(program, tree):
            heads = [by_id[head] for head in tree.heads if head in by_id]
            others = tuple(
                Related(r.where.path, r.where.line, f"head `{r.id}`") for r in heads[:-1]
            )
            if heads:
                message = f"{len(tree.heads)} heads: `alembic upgrade head` refuses to choose"
                yield RULE.finding_at(heads[-1].where, message, related=others)
        for revision in tree.revisions:
            for down in revision.down:
                if down in tree.missing and not _aside(revision.where.path):
                    message = f"goes on from `{down}`, which is not there"
                    yield RULE.finding_at(revision.where, message)
        twice = {name for name, count in Counter(r.id for r in tree.revisions).items() if count > 1}
        for name in sorted(twice):
            yield RULE.finding_at(by_id[name].where, f"the revision id `{name}` is there twice")


def _aside(path: str) -> bool:
    """Whether a revision lies where Alembic isn't meant to find it."""
    return _ASIDE.search(path.rpartition("/")[0]) is not None


def _branched(program: Program, tree: Migrations) -> bool:
    """Whether several heads are meant: branches are labelled, or there are several folders."""
    sources = (program.facts.source(revision.where.path) for revision in tree.revisions)
    labelled = any(b"branch_labels = None" not in s and b"branch_labels" in s for s in sources)
    folders = {revision.where.path.rpartition("/")[0] for revision in tree.revisions}
    return labelled or len(folders) > 1


def _revision(own: str, down: str) -> str:
    return (
        f'revision = "{own}"\ndown_revision = {down}\n\ndef upgrade(): ...\ndef downgrade(): ...\n'
    )


_AROUND = {
    "alembic.ini": "[alembic]\nscript_location = migrations\n",
    "migrations/env.py": "target_metadata = object()\n",
}

RULE = Rule(
    code="FE702",
    name="broken-revision-chain",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="set `down_revision` right, or join heads with `alembic merge`",
    check=InProject(check),
    examples=(
        Bad(
            {
                **_AROUND,
                "migrations/versions/a.py": _revision("a", "None"),
                "migrations/versions/b.py": _revision("b", '"a"'),
                "migrations/versions/c.py": 'revision = "c"  # <- FE702\ndown_revision = "a"\n',
            }
        ),
        Bad(
            {
                **_AROUND,
                "migrations/versions/b.py": 'revision = "b"  # <- FE702\ndown_revision = "gone"\n',
            }
        ),
        Good(
            {
                **_AROUND,
                "migrations/versions/a.py": _revision("a", "None"),
                "migrations/versions/b.py": _revision("b", '"a"'),
            }
        ),
    ),
)
