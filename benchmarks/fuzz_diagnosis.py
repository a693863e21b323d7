"""Fuzz diagnose-error: any text ends in an answer, and a spoiled text in no sure wrong one.

Texts of the corpus and of the noise are cut, spliced, shuffled, repeated, wrapped and littered, by
a seed. Each must be answered without an exception, also inside a fault. An answer above 0.9 is
wrong when none of the texts that went into the mixture is of that fault.

    python benchmarks/fuzz_diagnosis.py TEXTS [--count N] [--seed N]

TEXTS is a folder that `tests/corpus/run.py --out TEXTS` wrote.
"""

import argparse
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from fe_skill.faults.decide import decide  # noqa: E402 - a program
from fe_skill.faults.reading.read import read  # noqa: E402
from tests.corpus.case import load  # noqa: E402

NOISE = ROOT / "tests" / "corpus" / "noise"
SURE = 0.9
LINES_LOST, LETTERS_LOST = 0.2, 0.02
LITTER = "\x00\x1b[31m\ufeff{}[]\"'`\\|>E\t\r\n│╭╰😀%s"


@dataclass(frozen=True)
class Told:
    """A text and what may be said of it."""

    text: str
    faults: frozenset[str]


def texts(folder: Path) -> list[Told]:
    """The texts that are spoiled. What is said of a whole one may be said of its parts too."""
    corpus = [
        Told((folder / case.name / "text.txt").read_text(), frozenset((case.fault, *case.also)))
        for case in load()
    ]
    outside = tomllib.loads((NOISE / "expected.toml").read_text())
    noise = [
        Told((NOISE / f"{name}.txt").read_text(), frozenset((o,))) for name, o in outside.items()
    ]
    return [Told(one.text, one.faults | _said(one.text)) for one in (*corpus, *noise)]


def _said(text: str) -> frozenset[str]:
    return frozenset(found.fault.name for found in decide(read(text), None).found)


def _lines(change: Callable[[random.Random, list[str]], list[str]]) -> "Mutation":
    return lambda chance, text: "\n".join(change(chance, text.split("\n")))


def _cut(chance: random.Random, lines: list[str]) -> list[str]:
    first, last = sorted((chance.randint(0, len(lines)), chance.randint(0, len(lines))))
    return lines[first:last]


def _without_some(chance: random.Random, lines: list[str]) -> list[str]:
    return [line for line in lines if chance.random() > LINES_LOST]


def _shuffled(chance: random.Random, lines: list[str]) -> list[str]:
    at, size = chance.randint(0, len(lines)), chance.randint(2, 8)
    part = lines[at : at + size]
    chance.shuffle(part)
    return [*lines[:at], *part, *lines[at + size :]]


def _repeated(chance: random.Random, lines: list[str]) -> list[str]:
    return lines * chance.randint(2, 4)


def _wrapped(chance: random.Random, lines: list[str]) -> list[str]:
    width = chance.randint(20, 90)
    return [line[at : at + width] for line in lines for at in range(0, max(len(line), 1), width)]


def _marked(chance: random.Random, lines: list[str]) -> list[str]:
    mark = chance.choice(
        ["> ", "E   ", "api-1  | ", "    ", "\t", "2026-01-01 10:00:00,000 ERROR "]
    )
    return [mark + line for line in lines]


def _littered(chance: random.Random, text: str) -> str:
    parts = list(text)
    for _ in range(chance.randint(1, 40)):
        parts.insert(chance.randint(0, len(parts)), chance.choice(LITTER))
    return "".join(parts)


def _thinned(chance: random.Random, text: str) -> str:
    return "".join(letter for letter in text if chance.random() > LETTERS_LOST)


Mutation = Callable[[random.Random, str], str]
MUTATIONS: tuple[Mutation, ...] = (
    _littered,
    _thinned,
    *map(_lines, (_cut, _without_some, _shuffled, _repeated, _wrapped, _marked)),
)


def spoiled(chance: random.Random, known: Sequence[Told]) -> Told:
    """One to three texts in one, changed a few times."""
    chosen = chance.sample(known, chance.choice((1, 1, 2, 3)))
    text = "\n".join(one.text for one in chosen)
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(MUTATIONS)(chance, text)
    return Told(text, frozenset().union(*(one.faults for one in chosen)))


def main(arguments: Sequence[str]) -> int:
    """Run it; one line for each kind of mistake."""
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", type=Path)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    known, wrong, begun = texts(asked.texts), Counter[str](), perf_counter()
    for number in range(asked.count):
        chance = random.Random(f"{asked.seed}-{number}")  # noqa: S311 - repeatable, not secret
        one = spoiled(chance, known)
        for mistake in mistakes(one):
            wrong[mistake] += 1
            print(f"{number}: {mistake}")
    took = perf_counter() - begun
    print(f"{asked.count} texts in {took:.0f} s, {sum(wrong.values())} mistakes")
    print(*(f"{count:6} {mistake}" for mistake, count in wrong.most_common()), sep="\n")
    return bool(wrong)


def mistakes(one: Told) -> list[str]:
    """What is wrong with the answer to a text."""
    try:
        decision = decide(read(one.text), None)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return [f"raises {type(error).__name__}: {error}"]
    sure = [found for found in decision.found[:1] if found.diagnosis.confidence > SURE]
    return [
        *(f"raises inside {name}" for name in decision.broken),
        *(f"sure of {found.fault.name}" for found in sure if found.fault.name not in one.faults),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
