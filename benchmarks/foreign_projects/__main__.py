"""What holds of projects that others made, after add-domain has given them two entities.

    python -m benchmarks.foreign_projects FOLDER [name ...] [--table FILE]

FOLDER holds a checkout of each project at its commit in `src/NAME`, and an environment with what
it needs in `env/NAME`; `POSTGRES` names a server whose superuser needs no password, as
`postgres@127.0.0.1:5432`. The projects themselves are left alone: work is done on copies. A table
keeps its rows of projects that aren't named. Ends with 1 when something fails.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.foreign_projects.cases import CASES
from benchmarks.foreign_projects.table import table
from benchmarks.foreign_projects.trial import Outcome, tried


def main() -> int:
    """Try every project that is named, by default all that are there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--table", type=Path)
    given = parser.parse_args()
    outcomes: list[Outcome] = []
    for case in CASES:
        if given.names and case.name not in given.names:
            continue
        if not (given.folder / "src" / case.name).is_dir():
            print(f"{case.name}: no checkout")
            continue
        outcome = tried(case, given.folder.resolve())
        print(f"{case.name}: {outcome}")
        outcomes.append(outcome)
    if given.table is not None:
        before = given.table.read_text() if given.table.exists() else ""
        given.table.write_text(table(outcomes, before))
    return int(any(outcome.failed for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
