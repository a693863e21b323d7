"""The outcomes as a page of the documentation.

Lives here: table.
"""

from collections.abc import Sequence

from benchmarks.foreign_projects.cases import CASES
from benchmarks.foreign_projects.traits import TRAITS
from benchmarks.foreign_projects.trial import Outcome

_HEAD = """# add-domain in projects that others made

Made by `python -m benchmarks.foreign_projects`, which tells in its docstring how to run it. Each
project gets two entities, the second with a foreign key to the first: nine fields, ten routes.

What a project's own classes do decides: keys alone or relationships on both sides, `query()` or
`select()`, a client with credentials or an override, errors that somebody answers. Columns that a
base brings along are in the revision; where nobody fills them, the call is refused.

Refused in such projects, each with what to do instead: many-to-many, soft deletion, the audit
trail, `role:` and `prefix`. Classes of ours stand by themselves where the project's are of a
generic base. An entity whose key to a model that was there is required has no tests.

The columns: edited lines outside new files; whether the same call again changes nothing; operations
besides the old ones, which stay as they were; whether the linter has as little to say as before
(the project's own ruff settings, or what every linter looks at); the migration up, down, up and
without drift of the new tables; the tests that were generated; the project's own tests, as before;
traits of style that match, of the twelve below.

"""
_COLUMNS = ("edits", "again", "openapi", "lint", "migration", "new tests", "own tests", "traits")


def table(outcomes: Sequence[Outcome], before: str = "") -> str:
    """The page. Rows in `before` of projects that weren't tried this time stay."""
    rows = {outcome.case.repository: _row(outcome) for outcome in outcomes}
    kept = {line.split(" | ")[0].removeprefix("| "): line for line in before.splitlines()}
    lines = ["| project | commit | shape | access | " + " | ".join(_COLUMNS) + " |"]
    lines.append("|" + " --- |" * (4 + len(_COLUMNS)))
    names = [case.repository for case in CASES]
    lines += [found for name in names if (found := rows.get(name) or kept.get(name))]
    traits = "\n".join(f"{n}. {trait}" for n, trait in enumerate(TRAITS, 1))
    return "".join([_HEAD, "\n".join(lines), "\n\n## The traits\n\n", traits, "\n"])


def _row(outcome: Outcome) -> str:
    case = outcome.case
    cells = [str(outcome.edited) if c == "edits" else _cell(outcome, c) for c in _COLUMNS]
    missed = ", ".join(str(TRAITS.index(trait) + 1) for trait in outcome.unmatched)
    cells[-1] += f", without {missed}" if missed else ""
    first = [case.repository, case.commit, case.shape, case.access]
    return "| " + " | ".join([*first, *cells]) + " |"


def _cell(outcome: Outcome, column: str) -> str:
    word = outcome.steps.get(column, "not run")
    short = word.splitlines()[0] if word else ""
    return short[:80].replace("|", "/")
