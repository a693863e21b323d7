"""Reads mutated and truncated real files: every one has to end with facts or a parse failure.

    python benchmarks/fuzz_reading.py FOLDER [COUNT] [SEED]

Files of FOLDER are cut, and lines and bytes of them dropped, doubled, swapped and replaced. Forty
at a time make a project, of which every kind of fact is asked for.
"""

import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from fe_skill.project.reader import read_project

TOGETHER = 40
LARGEST = 60_000
WORDS = (
    b"(",
    b")",
    b":",
    b"\0",
    b"\xff",
    b"async ",
    b"*",
    b"[",
    b"]",
    b"lambda: ",
    b"@",
    b"\n",
    b"# coding: x\n",
)
KINDS = (
    "routes", "models", "schemas", "settings", "migrations", "sessions", "queries", "around",
    "domains", "conventions", "unparsed", "unresolved", "dependencies", "routers",
)  # fmt: skip
RELEVANT = re.compile(rb"fastapi|sqlalchemy|sqlmodel|pydantic|alembic")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One to four changes; now and then a cut."""
    for _ in range(chance.randint(1, 4)):
        lines = data.split(b"\n")
        at = chance.randrange(len(lines))
        match chance.randrange(8):
            case 0:
                data = data[: chance.randrange(len(data) + 1)]
            case 1:
                del lines[at]
                data = b"\n".join(lines)
            case 2:
                lines.insert(chance.randrange(len(lines)), lines[at])
                data = b"\n".join(lines)
            case 3:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
                data = b"\n".join(lines)
            case 4:
                where = chance.randrange(len(data) + 1)
                data = data[:where] + chance.choice(WORDS) + data[where:]
            case 5:
                where = chance.randrange(len(data) + 1)
                data = data[:where] + data[where + chance.randint(1, 9) :]
            case 6:
                words = re.findall(rb"\b[A-Za-z_]\w+\b", lines[at]) or [b"x"]
                every = re.findall(rb"\b[A-Za-z_]\w+\b", data) or [b"y"]
                data = data.replace(chance.choice(words), chance.choice(every), 1)
            case _:
                lines[at] = b"    " + lines[at]
                data = b"\n".join(lines)
    return data


def one_project(files: list[tuple[str, bytes]], chance: random.Random) -> tuple[int, int]:
    """How many of the mutants parsed and how many are listed as failures.

    Raises:
        AssertionError: a file is neither.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, data in files:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(mutated(data, chance))
        facts = read_project(root)
        for kind in KINDS:
            getattr(facts, kind)
        failed = {gap.where.path for gap in facts.unparsed}
        return len(files) - len(failed), len(failed)


def main(folder: Path, count: int, seed: int) -> int:
    """Run, and print what happened."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    found = [(str(p.relative_to(folder)), p.read_bytes()) for p in sorted(folder.rglob("*.py"))]
    corpus = [
        (name, data)
        for name, data in found
        if data and len(data) < LARGEST and RELEVANT.search(data)
    ]
    done: Counter[str] = Counter()
    start = time.perf_counter()
    slowest = 0.0
    while done["files"] < count:
        at = chance.randrange(len(corpus))
        # Neighbours, so that imports between them hold.
        files = [corpus[(at + step) % len(corpus)] for step in range(TOGETHER)]
        before = time.perf_counter()
        try:
            read, failed = one_project(files, chance)
            done.update(files=TOGETHER, read=read, failed=failed)
        except Exception:  # noqa: BLE001 -- any exception at all is what is looked for
            done.update(files=TOGETHER, crashed=1)
            print(traceback.format_exc()[-1500:])
        slowest = max(slowest, time.perf_counter() - before)
    print(f"{done['files']} files of {len(corpus)} originals, seed {seed}: read {done['read']}, "
          f"parse failures listed {done['failed']}, projects that crashed {done['crashed']}; "
          f"{time.perf_counter() - start:.0f} s, slowest project {slowest:.1f} s")  # fmt: skip
    return 1 if done["crashed"] else 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    amount = int(arguments[1]) if len(arguments) > 1 else 20_000
    sys.exit(main(Path(arguments[0]), amount, int(arguments[2]) if len(arguments) > 2 else 1))  # noqa: PLR2004
