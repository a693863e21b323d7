"""Measure diagnose-error on the corpus: what it says of failures that really happened.

Each case of tests/corpus is run anew. Its text and its project go to the diagnoser; what comes
back is held against the case: the fault's name, the place (file and within three lines), and, where
a patch is offered, whether the case's own check passes with it. The noise has to stay unknown, or
be called by its outside cause.

    python benchmarks/diagnosis.py [--quiet] [--write] [--texts FOLDER] [CASE ...]

`--write` puts the figures into docs/diagnosis.md.
`--texts` reads what `tests/corpus/run.py --out FOLDER` wrote before, in the place of running anew.
"""

import argparse
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from fe_skill.faults.decide import Found, changed, decide, proved  # noqa: E402 - a program
from fe_skill.faults.reading.read import read  # noqa: E402
from fe_skill.project.program import Program  # noqa: E402
from fe_skill.project.reader import read_project  # noqa: E402
from tests.corpus.case import Case, lay_out, load  # noqa: E402
from tests.corpus.run import check, preload, text_of  # noqa: E402

NOISE = ROOT / "tests" / "corpus" / "noise"
DOCUMENT = ROOT / "docs" / "diagnosis.md"
BEGIN, END = "<!-- corpus: begin -->\n", "<!-- corpus: end -->"
NEAR = 3  # lines
STEPS = (0.0, 0.5, 0.75, 0.9, 1.01)  # of the calibration table


@dataclass(frozen=True)
class Outcome:
    """What was said of one case, and whether that is right."""

    case: Case
    said: str
    confidence: float
    place: str
    fault_right: bool
    place_right: bool
    offered: bool
    mended: bool
    seconds: float

    @property
    def line(self) -> str:
        """One row of the table."""
        marks = "".join(
            sign if right else "-"
            for sign, right in zip("FP", (self.fault_right, self.place_right), strict=True)
        )
        patch = "mends" if self.mended else "FAILS" if self.offered else "."
        told = f"{self.said} {self.confidence:.2f} at {self.place or 'nowhere'}"
        wanted = "" if marks == "FP" else f"  [{self.case.fault} at {_places(self.case)}]"
        return f"{marks} {patch:5} {self.case.name}: {told}{wanted}"


def measure(case: Case, folder: Path, texts: Path | None) -> Outcome:
    """Run a case and hear what is said of it."""
    failed, clean = folder / "failed", folder / "clean"
    lay_out(case, clean)
    if texts is None:
        lay_out(case, failed)
        text = text_of(case, failed)
    else:
        text = (texts / case.name / "text.txt").read_text()
    begun = perf_counter()
    reading = read(text)
    program = Program(read_project(clean))
    decision = decide(reading, program)
    best = proved(decision.found[0], reading, program) if decision.found else None
    took = perf_counter() - begun
    mended = best is not None and _mends(case, best, program, folder / "mended")
    return _outcome(case, best, took, mended=mended)


def _mends(case: Case, best: Found, program: Program, folder: Path) -> bool:
    files = changed(best.diagnosis, program) if best.diagnosis.edits else None
    if not files:
        return False
    shutil.copytree(program.facts.root, folder)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return check(case, folder)[0]


def _outcome(case: Case, best: Found | None, took: float, *, mended: bool) -> Outcome:
    place = best.diagnosis.place if best else None
    return Outcome(
        case,
        best.fault.name if best else "unknown",
        best.diagnosis.confidence if best else 0,
        str(place) if place else "",
        best is not None and best.fault.name in (case.fault, *case.also),
        place is not None
        and any(
            one.path == place.path and abs(one.line - place.line) <= NEAR for one in case.places
        ),
        best is not None and bool(best.diagnosis.edits),
        mended,
        took,
    )


def _places(case: Case) -> str:
    return " ".join(f"{place.path}:{place.line}" for place in case.places)


def noise() -> list[str]:
    """The texts of which something wrong is said."""
    wrong = []
    for name, expected in tomllib.loads((NOISE / "expected.toml").read_text()).items():
        decision = decide(read((NOISE / f"{name}.txt").read_text()), None)
        said = decision.found[0] if decision.found else None
        if said is not None and said.fault.name != expected:
            wrong.append(f"{name}: {said.fault.name} {said.diagnosis.confidence:.2f}")
    return wrong


def summary(outcomes: Sequence[Outcome]) -> Iterable[str]:
    """The figures of the whole."""
    count = len(outcomes)
    offered = [one for one in outcomes if one.offered]
    yield f"cases {count}"
    yield f"fault right at first place {_share(sum(one.fault_right for one in outcomes), count)}"
    yield f"place right {_share(sum(one.place_right for one in outcomes), count)}"
    yield f"patch offered {_share(len(offered), count)}"
    yield f"of these mend {_share(sum(one.mended for one in offered), len(offered))}"
    slow = sorted(one.seconds for one in outcomes)
    yield f"seconds: median {slow[count // 2]:.3f}, longest {slow[-1]:.3f}"
    for low, high in pairwise(STEPS):
        here = [one for one in outcomes if low <= one.confidence < high]
        right = sum(one.fault_right for one in here)
        yield f"confidence {low:.2f} to {min(high, 1):.2f}: {_share(right, len(here))} right"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "0 of 0"


def main(arguments: Sequence[str]) -> int:
    """Print a row for each case, then the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--quiet", action="store_true", help="only rows with something wrong")
    parser.add_argument("--write", action="store_true", help="put the figures into the document")
    parser.add_argument("--texts", type=Path)
    asked = parser.parse_args(arguments)
    preload()
    outcomes = []
    for case in load():
        if not asked.cases or case.name in asked.cases:
            with tempfile.TemporaryDirectory(prefix="diagnosis-") as folder:
                outcomes.append(measure(case, Path(folder), asked.texts))
    for one in outcomes:
        good = one.fault_right and one.place_right and one.offered == one.mended
        if not (asked.quiet and good):
            print(one.line)
    figures = [*summary(outcomes)]
    if not asked.cases:
        wrong = noise()
        print(*(f"noise: {line}" for line in wrong), sep="\n")
        figures.append(f"noise, something wrong said: {len(wrong)}")
    print(*figures, sep="\n")
    if asked.write:
        _write(figures)
    return 0


def _write(figures: Iterable[str]) -> None:
    text = DOCUMENT.read_text()
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    shown = "\n".join(f"    {line}" for line in figures)
    DOCUMENT.write_text(f"{text[:start]}\n{shown}\n\n{text[end:]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
