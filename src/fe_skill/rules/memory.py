"""What the rules that need one file alone said of each file, for as long as the file is the same.

Lives here: Memory, InFiles.
Does not:   judging a file (alone.py), rules that look across files (run.py), the disk
            (project/cache.py).
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from fe_skill.project.codec import MisfitError, from_plain, to_plain
from fe_skill.project.files import LARGEST, Stamp
from fe_skill.project.model import Gap
from fe_skill.project.program import Program
from fe_skill.project.reader import Facts
from fe_skill.rules.alone import Alone, judged_alone
from fe_skill.rules.aside import Aside, Task, pays
from fe_skill.rules.places import Places
from fe_skill.rules.registry import version
from fe_skill.rules.rule import Finding, Rule
from fe_skill.syntax.module import SourceModule

_KEPT: Final = "findings"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A file's findings, and for which rules and content they hold."""

    stamp: Stamp | None
    rules: frozenset[str]
    findings: tuple[Finding, ...]


_T = TypeVar("_T")


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

    def recall(self, facts: Facts) -> None:
        """Take what an earlier process kept of the files that are as they were."""
        if self.known:
            return
        for path, entry in facts.notes_on_files(_KEPT).items():
            found = _remembered(entry)
            if found is not None and found.stamp == facts.stamp(path):
                self.known[path] = found

    def keep(self, facts: Facts) -> None:
        """Leave what is known to the next process."""
        notes = {
            path: [version(), known.stamp, sorted(known.rules), to_plain(known.findings)]
            for path, known in self.known.items()
            if known.stamp is not None and known.stamp.modified >= 0
        }
        facts.keep_notes_on_files(_KEPT, notes)


def _remembered(entry: Any) -> Remembered | None:  # noqa: ANN401 -- whatever the disk holds
    """What `keep` wrote, where it is that and of this version of the rules."""
    try:
        written_by, (size, modified), rules, findings = entry
        if written_by != version():
            return None
        found: tuple[Finding, ...] = from_plain(tuple[Finding, ...], findings)
        return Remembered(Stamp(int(size), int(modified)), frozenset(map(str, rules)), found)
    except (MisfitError, ValueError, TypeError):
        return None


class InFiles:
    """The judgement of files by the rules that need one alone, at work from when it is made."""

    def __init__(
        self,
        memory: Memory,
        program: Program,
        rules: tuple[Rule, ...],
        paths: frozenset[str] | None = None,
    ) -> None:
        self._memory = memory
        self._program = program
        self._codes = frozenset(rule.code for rule in rules)
        self._rules = rules
        self._places = Places(program.facts)
        memory.recall(program.facts)
        every = program.facts.paths
        self._paths = [path for path in every if paths is None or path in paths]
        self._open = {path: self._here(path) for path in self._paths if self._new(path)}
        self._aside = self._second()

    def found(self) -> tuple[list[Finding], list[tuple[str, str]]]:
        """The findings in these files, and the rules that failed with the reason."""
        answers = self._aside.answers() if self._aside is not None else {}
        failed: dict[str, str] = {}
        others: dict[str, Alone] = {}
        for path, rules in self._open.items():
            judged = answers.get(path) or self._judged(path, rules)
            if judged.gap is not None:
                self._program.note_unparsed(judged.gap)
            failed.update(judged.failed)
            others[path] = judged
            if judged.whole:
                stamp = self._program.facts.stamp(path)
                self._memory.known[path] = Remembered(stamp, self._codes, judged.findings)
        if self._open:
            self._memory.keep(self._program.facts)
        return list(self._all(others)), list(failed.items())

    def close(self) -> None:
        """End what is still at work where nobody will ask."""
        if self._aside is not None:
            self._aside.close()

    def _all(self, others: dict[str, Alone]) -> Iterator[Finding]:
        for path in self._paths:
            known = others[path] if path in others else self._memory.known[path]
            yield from (finding for finding in known.findings if finding.rule in self._codes)

    def _new(self, path: str) -> bool:
        known = self._memory.known.get(path)
        stamp = self._program.facts.stamp(path)
        return known is None or known.stamp != stamp or not self._codes <= known.rules

    def _here(self, path: str) -> tuple[Rule, ...]:
        place = self._places.of(path)
        return tuple(rule for rule in self._rules if place in rule.places)

    def _second(self) -> Aside | None:
        """A second process for these files, where there is enough to do and all is on the disk."""
        facts = self._program.facts
        stamps = {path: facts.stamp(path) for path in self._open}
        large = {path for path, stamp in stamps.items() if stamp is None or stamp.size > LARGEST}
        if not pays(sum(stamp.size for stamp in stamps.values() if stamp)):
            return None
        tasks = [
            Task(path, self._program.name_of(path), tuple(rule.code for rule in rules))
            for path, rules in self._open.items()
            if path not in large and facts.laid_over(path) is None
        ]
        return Aside(facts.root, tasks)

    def _judged(self, path: str, rules: tuple[Rule, ...]) -> Alone:
        def module() -> SourceModule | Gap:
            return self._program.module(path) or self._program.why_unparsed(path)

        return judged_alone(path, self._program.facts.source(path), rules, module)
