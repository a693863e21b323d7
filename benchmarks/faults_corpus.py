"""Diagnose the corpus of real failures, and run each patch: right, placed, mended, calibrated.

    python benchmarks/faults_corpus.py [--write] [--fuzz N] [CASE ...]

Lives here: the measure over tests/corpus (texts produced by running), over its noise, over mutated
            texts, and the speed; `--write` puts the tables into docs/diagnosis.md.
Does not:   the cases (tests/corpus), or the diagnosing (src/fe_skill/faults).
"""

import argparse
import random
import re
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from fe_skill.faults.decide import Decision, changed, decide, proved  # noqa: E402 -- beside this
from fe_skill.faults.reading.read import read  # noqa: E402
from fe_skill.project.program import Program  # noqa: E402
from fe_skill.project.reader import read_project  # noqa: E402
from tests.corpus import run  # noqa: E402
from tests.corpus.case import Case, lay_out, load  # noqa: E402

NOISE = ROOT / "tests/corpus/noise"
PAGE = ROOT / "docs/diagnosis.md"
OPENING = "<!-- figures: written by benchmarks/faults_corpus.py -->\n"
CLOSING = "<!-- end of figures -->\n"
NEAR = 3  # lines within which a place is right
BANDS = ((0.95, 1.01), (0.9, 0.95), (0.75, 0.9), (0.5, 0.75), (0.0, 0.5))
LARGE = 5_000_000


@dataclass(frozen=True)
class Outcome:
    """What a case's diagnosis came to. `mended` is None where no patch was offered."""

    case: str
    right: bool
    placed: bool
    confidence: float
    mended: bool | None
    seconds: float
    text: str
    told: str


def measured(cases: Iterable[Case]) -> Iterator[Outcome]:
    """Each case, run, diagnosed and mended in folders of its own."""
    run.preload()
    for case in cases:
        with tempfile.TemporaryDirectory(prefix="faults-") as folder:
            yield _outcome(case, Path(folder))


def _outcome(case: Case, folder: Path) -> Outcome:
    for name in ("failing", "project", "mended"):
        lay_out(case, folder / name)
    text = run.text_of(case, folder / "failing")
    facts = read_project(folder / "project")
    program = Program(facts) if facts.files else None
    begun = time.perf_counter()
    reading = read(text)
    decision = decide(reading, program)
    found = decision.found[0] if decision.found else None
    if found and program:
        found, _ = proved(found, reading, program)
    seconds = time.perf_counter() - begun
    right = found is not None and found.fault.name in (case.fault, *case.also)
    place = found.diagnosis.place if found else None
    placed = place is not None and any(
        place.path == one.path and abs(place.line - one.line) <= NEAR for one in case.places
    )
    mended = None
    if found and program and found.diagnosis.edits:
        _write(folder / "mended", changed(found.diagnosis, program) or {})
        mended, _ = run.check(case, folder / "mended")
        mended = mended and _tests_pass(case, folder / "mended")
    told = f"{found.fault.name} at {place}" if found else "unknown"
    confidence = found.diagnosis.confidence if found else 0.0
    return Outcome(case.name, right, right and placed, confidence, mended, seconds, text, told)


def _tests_pass(case: Case, project: Path) -> bool:
    """Whether the project's own tests pass, where the failure is one of them."""
    if not case.run.startswith("pytest"):
        return True
    plain = replace(case, dress="", cut=(0, 0), absent=case.fixed_absent)
    *_, last = run.text_of(plain, project).splitlines()
    return re.search(r"\d+ passed", last) is not None and not re.search("failed|error", last)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).write_bytes(data)


def figures(outcomes: Sequence[Outcome]) -> str:
    """The table over all cases, and the one of confidence."""
    offered = [one for one in outcomes if one.mended is not None]
    total = len(outcomes)
    times = sorted(one.seconds for one in outcomes)
    lines = [
        "| of the corpus | |",
        "| --- | --- |",
        f"| failures | {total} |",
        _row("fault right at first place", sum(one.right for one in outcomes), total),
        _row("place right as well", sum(one.placed for one in outcomes), total),
        _row("a patch is offered", len(offered), total),
        _row(
            "of these the check and the project's tests pass",
            sum(bool(o.mended) for o in offered),
            len(offered),
        ),
        f"| median answer | {times[total // 2] * 1000:.0f} ms |",
        "",
        "| confidence of the first diagnosis | diagnoses | right |",
        "| --- | --- | --- |",
    ]
    for least, most in BANDS:
        band = [one for one in outcomes if least <= one.confidence < most]
        if band:
            share = sum(one.right for one in band) / len(band)
            lines.append(f"| {least:.2f} to {min(most, 1.0):.2f} | {len(band)} | {share:.0%} |")
    return "\n".join(lines)


def _row(what: str, count: int, of: int) -> str:
    return f"| {what} | {count} of {of} ({count / max(of, 1):.1%}) |"


def noise() -> str:
    """The texts that are no fault of a project: what was claimed of them."""
    expected = tomllib.loads((NOISE / "expected.toml").read_text())
    wrong = []
    for name, right in expected.items():
        data = (NOISE / f"{name}.txt").read_text(errors="replace")
        decision = decide(read(data), None)
        claimed = [found.fault.name for found in decision.found]
        if claimed and claimed[0] != right:
            wrong.append(f"{name}: {claimed[0]}")
    for line in wrong:
        print("noise claimed:", line)
    return _row("texts without a fault of the project, wrongly claimed", len(wrong), len(expected))


def fuzz(texts: Sequence[str], times: int) -> str:
    """Mutated texts: no exception, and no fault of another text that is sure of itself."""
    chance = random.Random(7)  # noqa: S311 -- the same texts each time
    broken, wrong = 0, 0
    whole = [set(_names(decide(read(text), None))) for text in texts]
    for _ in range(times):
        at = chance.randrange(len(texts))
        decision: Decision = decide(read(_mutated(texts[at], chance)), None)
        broken += len(decision.broken)
        sure = [f.fault.name for f in decision.found if f.diagnosis.confidence > 0.9]  # noqa: PLR2004
        wrong += any(name not in whole[at] for name in sure)
    print(f"fuzz: {times} texts, {broken} exceptions, {wrong} sure of another fault")
    return f"| mutated texts: exceptions, sure of another fault | {broken}, {wrong} of {times:,} |"


def _names(decision: Decision) -> Iterator[str]:
    """What was found, and what that explains: a cut text may show only the consequence."""
    for found in decision.found:
        yield found.fault.name
        yield from found.fault.explains


def _mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.randrange(1, 200))
        kind = chance.randrange(6)
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:at] + text[at:to] * 2 + text[to:]
        elif kind == 2:  # noqa: PLR2004 -- one way of six
            odd = "".join(chance.choice("\n\t \"'{}[]()|:>\0\x1bé") for _ in range(9))
            text = text[:at] + odd + text[at:]
        elif kind == 3:  # noqa: PLR2004
            lines = text.split("\n")
            chance.shuffle(lines[: len(lines) // 2])
            text = "\n".join(lines[chance.randrange(len(lines)) :])
        elif kind == 4:  # noqa: PLR2004
            text = text[: chance.randrange(len(text) + 1)]
        else:
            text = text.replace(
                chance.choice((" ", "\n", '"', ", in ")), chance.choice(("", "  ")), 9
            )
    return text


def speed(texts: Sequence[str]) -> str:
    """A log of 5 MB: mostly healthy lines, and every failure of the corpus in it."""
    line = "2026-03-04 08:15:27,104 INFO app: GET /orders/17 took 12 ms\n"
    line += 'INFO:     1.2.3.4:5 - "GET / HTTP/1.1" 200\n'
    some = "".join(f"{line * 400}{text}" for text in texts)
    log = (some * (LARGE // len(some) + 1))[:LARGE]
    begun = time.perf_counter()
    read(log)
    taken = time.perf_counter() - begun
    print(f"5 MB read in {taken:.2f} s")
    return f"| a log of 5 MB is read in | {taken:.2f} s |"


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write the tables on demand."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--fuzz", type=int, default=0)
    asked = parser.parse_args(arguments)
    outcomes = []
    for one in measured(c for c in load() if not asked.cases or c.name in asked.cases):
        outcomes.append(one)
        if not one.placed or one.mended is False:
            words = "" if one.mended is not False else ", and the patch doesn't end it"
            print(f"{one.case}: {one.told}{words}")
    texts = [one.text for one in outcomes]
    rest = [noise(), speed(texts)]
    if asked.fuzz:
        rest.append(fuzz(texts, asked.fuzz))
    table = figures(outcomes) + "\n\n| besides | |\n| --- | --- |\n" + "\n".join(rest)
    print(table)
    if asked.write:
        before, _, after = PAGE.read_text().partition(OPENING)
        PAGE.write_text(f"{before}{OPENING}\n{table}\n\n{CLOSING}{after.partition(CLOSING)[2]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
