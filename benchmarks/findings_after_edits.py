"""Findings in a running server after edits, against those of a fresh run.

    python -m benchmarks.findings_after_edits PROJECT [COUNT] [SEED]

Works on a copy. Each edit does one of the edits of edits_against_fresh.py to a random file; edits
pile up. After each the running server's report has to be the fresh run's, fixes and fingerprints
included. Times are of this process's CPU: of the server's answer, and of the fresh run.
"""

import random
import shutil
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from unittest.mock import patch

from benchmarks.edits_against_fresh import EDITS
from fe_skill.project.program import Program
from fe_skill.project.program_kept import KeptModules
from fe_skill.project.reader import Facts, Keeper, read_project
from fe_skill.rules.memory import Memory
from fe_skill.rules.run import Report, examine
from fe_skill.rules.settings import settings_of


def judged(facts: Facts, memory: Memory) -> Report:
    """The report with the house style's rules too."""
    settings = settings_of(facts).narrowed((), (), "blueprint")
    with closing(Program(facts)) as program:
        return examine(program, settings, memory=memory)


def main(project: Path, count: int, seed: int) -> None:
    """Edit, compare, print."""
    chance = random.Random(seed)  # noqa: S311 -- which edit is done is no secret
    server: list[float] = []
    fresh: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / project.name
        shutil.copytree(project, root, ignore=shutil.ignore_patterns("*.pyc", "node_modules"))
        keeper, memory = Keeper(), Memory()
        judged(keeper.facts(root), memory)
        files = [path for path in keeper.facts(root).paths if "test" not in path]
        for at in range(count):
            name = chance.choice(list(EDITS))
            path = root / chance.choice(files)
            path.write_text(EDITS[name](chance, path.read_text()))
            start = time.process_time()
            found = judged(keeper.facts(root), memory)
            server.append(time.process_time() - start)
            start = time.process_time()
            with patch("fe_skill.project.program.KEPT", KeptModules(0)):  # nor a tree of before
                expected = judged(read_project(root), Memory())
            fresh.append(time.process_time() - start)
            if found != expected:
                odd = {f.finding for f in found.found} ^ {f.finding for f in expected.found}
                print(
                    f"{at}: {name} in {path.relative_to(root)} differs:", *sorted(odd, key=str)[:3]
                )
                sys.exit(1)
    print(
        f"{count} edits, no difference; server: median {median(server):.2f} s, "
        f"worst {max(server):.2f} s; fresh: median {median(fresh):.2f} s"
    )


if __name__ == "__main__":
    given = sys.argv[2:]
    main(
        Path(sys.argv[1]).absolute(),
        int(given[0]) if given else 20,
        int(given[1]) if len(given) > 1 else 7,
    )
