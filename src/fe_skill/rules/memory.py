"""What the rules that need one file alone said of each file, for as long as the file is the same.

Lives here: Memory.
Does not:   rules that look across files (run.py), keeping on disk (project/cache.py).
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

from fe_skill.project.files import Stamp
from fe_skill.project.program import Program
from fe_skill.project.reader import Facts
from fe_skill.rules.places import Places
from fe_skill.rules.rule import Finding, InFile, Rule
from fe_skill.syntax.module import SourceModule


@dataclass(frozen=True, slots=True)
class Remembered:
    """A file's findings, and for which rules and content they hold."""

    stamp: Stamp | None
    rules: frozenset[str]
    findings: tuple[Finding, ...]


Failed = tuple[str, str]
_T = TypeVar("_T")
_Check = Callable[[SourceModule], Iterator[Finding]]


class Memory:
    """The findings of single files, by path."""

    def __init__(self) -> None:
        self.known: dict[str, Remembered] = {}
        self._facts: Facts | None = None
        self._reports: dict[object, object] = {}

    def once(self, facts: Facts, key: Hashable, work: Callable[[], _T]) -> _T:
        """What follows from facts alone, worked out once as long as they are the same."""
        if self._facts is not facts:
            self._facts, self._reports = facts, {}
        if key not in self._reports:
            self._reports[key] = work()
        return cast("_T", self._reports[key])

    def judged(
        self, program: Program, rules: tuple[Rule, ...]
    ) -> tuple[list[Finding], list[Failed]]:
        """The findings of `rules` in all files, and the rules that failed with the reason."""
        codes = frozenset(rule.code for rule in rules)
        places = Places(program.facts)
        found: list[Finding] = []
        failed: dict[str, str] = {}
        for path in program.facts.paths:
            stamp = program.facts.stamp(path)
            known = self.known.get(path)
            if known is None or known.stamp != stamp or not codes <= known.rules:
                place = places.of(path)
                here = tuple(rule for rule in rules if place in rule.places)
                judged = _of_file(program, path, here)
                failed.update(judged.failed)
                known = Remembered(stamp, codes, judged.findings)
                if judged.whole:
                    self.known[path] = known
            found += [finding for finding in known.findings if finding.rule in codes]
        return found, list(failed.items())


@dataclass(frozen=True, slots=True)
class _Judged:
    findings: tuple[Finding, ...]
    failed: tuple[Failed, ...]
    parsed: bool

    @property
    def whole(self) -> bool:
        """Whether another look at the same content would find the same."""
        return self.parsed and not self.failed


def _of_file(program: Program, path: str, rules: tuple[Rule, ...]) -> _Judged:
    data = program.facts.source(path)
    found: list[Finding] = []
    failed: list[Failed] = []
    for rule, check in _worth(rules, data):
        module = program.module(path)
        if module is None:
            return _Judged((), (), parsed=False)
        try:
            found += check(module)
        except Exception as error:  # noqa: BLE001 -- whatever a rule may raise
            failed.append((rule.code, f"{path}: {crash(error)}"))
    return _Judged(tuple(found), tuple(failed), parsed=True)


def _worth(rules: tuple[Rule, ...], data: bytes) -> Iterator[tuple[Rule, _Check]]:
    """The rules for which a file is worth a parse."""
    for rule in rules:
        if isinstance(rule.check, InFile) and rule.check.worth(data):
            yield rule, rule.check.check


def crash(error: Exception) -> str:
    """What is said of a rule that raised."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    line = f" (line {where.tb_lineno})" if where else ""
    return f"a mistake of ours: {type(error).__name__}{line}"
