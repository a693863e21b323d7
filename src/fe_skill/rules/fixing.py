"""From findings with fixes to files that no longer have them.

Lives here: fixed, Fixed.
Does not:   an edit (each rule), or writing (changes/).

Fixes are applied in passes: where two of them touch the same place, the second waits for the next
pass. After each pass the project is judged again as it would be. A fix after which a file doesn't
parse, after which its finding is still there, or after which there is a finding more, is refused,
and so is only that fix: what was applied with it is tried again in halves.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from fe_skill.changes.changeset import Draft
from fe_skill.problem import Refused
from fe_skill.project.program import Program
from fe_skill.project.reader import Facts
from fe_skill.rules.memory import Memory
from fe_skill.rules.rule import Applicability, Edit, Fix
from fe_skill.rules.run import Found, Report, examine
from fe_skill.rules.settings import Settings
from fe_skill.syntax.source import decode

_PASSES: Final = 8
_TRUSTED: Final = {
    Applicability.SAFE: (Applicability.SAFE,),
    Applicability.UNSAFE: (Applicability.SAFE, Applicability.UNSAFE),
}


@dataclass(frozen=True, slots=True)
class NotFixed:
    """A fix that was refused, and why."""

    found: Found
    reason: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """The new content of files, what is mended by it, and what was refused."""

    files: dict[str, bytes]
    applied: tuple[Found, ...]
    refused: tuple[NotFixed, ...]


def fixed(
    facts: Facts,
    settings: Settings,
    report: Report,
    wanted: Sequence[Found],
    *,
    trust: Applicability = Applicability.SAFE,
    memory: Memory | None = None,
) -> Fixed:
    """Apply the fixes of those findings of `report` that are `wanted`, as far as they hold."""
    want = _Wanted(report, wanted)
    fixer = _Fixer(facts, settings, _TRUSTED[trust], want, memory or Memory(), report)
    for _ in range(_PASSES):
        if not fixer.go_on():
            break
    return Fixed(fixer.files, tuple(fixer.applied), tuple(fixer.refused))


@dataclass
class _Fixer:
    """The state between passes: what the files would be, and what is found in them."""

    facts: Facts
    settings: Settings
    trusted: tuple[Applicability, ...]
    wanted: "_Wanted"
    memory: Memory
    report: Report
    files: dict[str, bytes] = field(default_factory=dict)
    applied: list[Found] = field(default_factory=list)
    refused: list[NotFixed] = field(default_factory=list)

    def go_on(self) -> bool:
        """One pass; whether it changed anything."""
        tried = {each.found.fingerprint for each in self.refused}
        left = [f for f in self.report.found if f.fingerprint not in tried]
        open_ones = [f for f in left if self._trusts(f) and self.wanted.has(f)]
        before = len(self.applied)
        self._try(_apart(open_ones))
        return len(self.applied) > before

    def _trusts(self, found: Found) -> bool:
        fix = found.finding.fix
        return fix is not None and bool(fix.edits) and fix.applicability in self.trusted

    def _try(self, batch: list[Found]) -> None:
        """Apply all of `batch` or, where that doesn't hold, each half of it."""
        if not batch:
            return
        files = self._edited(batch)
        report = files if isinstance(files, str) else self._judged(files)
        reason = report if isinstance(report, str) else _worse(self.report, report, batch)
        if reason is None and isinstance(report, Report) and not isinstance(files, str):
            self.files.update(files)
            self.applied += batch
            self.report = report
        elif len(batch) == 1:
            self.refused.append(NotFixed(batch[0], str(reason)))
        else:
            self._in_halves(batch)

    def _in_halves(self, batch: list[Found]) -> None:
        """The first half, and the second as far as its edits still stand where they stood."""
        middle = len(batch) // 2
        self._try(batch[:middle])
        names = {f.fingerprint for f in batch[middle:]}
        again = [f for f in self.report.found if f.fingerprint in names and self._trusts(f)]
        self._try(_apart(again))

    def _edited(self, batch: list[Found]) -> dict[str, bytes] | str:
        """The files with the edits in them, or why that can't be."""
        edits: dict[str, set[Edit]] = {}
        for edit in (edit for found in batch for edit in _edits(found)):
            edits.setdefault(edit.path, set()).add(edit)
        facts = self.facts.planned(self.files) if self.files else self.facts
        draft = Draft(lambda path: facts.source(str(path)) or None)
        try:
            for path, inside in edits.items():
                _edit(draft, path, facts.source(path), inside)
            plan = draft.done()
        except (Refused, ValueError) as error:
            return str(error)
        return {str(c.path): plan.after(c.path) or b"" for c in plan.changes}

    def _judged(self, files: dict[str, bytes]) -> Report | str:
        """What is found once the files are so, or which of them doesn't parse."""
        program = Program(self.facts.planned({**self.files, **files}))
        for path in files:
            if path.endswith(".py") and program.module(path) is None:
                return f"`{path}` would not parse"
        return examine(program, self.settings, memory=self.memory)


class _Wanted:
    """Which findings are to be mended, also after an edit gave their line another text."""

    def __init__(self, report: Report, wanted: Sequence[Found]) -> None:
        self._names = {found.fingerprint for found in wanted}
        self._keys = set(_keys(wanted))
        self._known = {found.fingerprint for found in report.found}

    def has(self, found: Found) -> bool:
        if found.fingerprint in self._known:
            return found.fingerprint in self._names
        return (found.finding.rule, found.finding.path) in self._keys


def _edits(found: Found) -> tuple[Edit, ...]:
    fix: Fix | None = found.finding.fix
    return fix.edits if fix else ()


def _apart(found: Iterable[Found]) -> list[Found]:
    """As many as can be applied at once: no edit reaches into another one's place."""
    taken: dict[str, list[Edit]] = {}
    chosen: list[Found] = []
    for each in found:
        if all(_free(edit, taken.get(edit.path, [])) for edit in _edits(each)):
            chosen.append(each)
            for edit in _edits(each):
                taken.setdefault(edit.path, []).append(edit)
    return chosen


def _free(edit: Edit, taken: list[Edit]) -> bool:
    """Whether an edit is one of those taken, or keeps clear of all of them."""
    return edit in taken or all(edit.end < other.start or other.end < edit.start for other in taken)


def _edit(draft: Draft, path: str, data: bytes, edits: set[Edit]) -> None:
    """Plan the edits of one file; their offsets count in its text as it was decoded."""
    raw = decode(data)
    if raw is None:
        raise ValueError(f"`{path}` can't be read")

    def change(text: str) -> str:
        dos = text != raw
        ordered = sorted(edits)
        parts: list[str] = []
        at = 0
        for edit in ordered:
            start, end = _within(raw, edit.start, dos=dos), _within(raw, edit.end, dos=dos)
            if start < at:
                raise ValueError("two of its edits overlap")
            parts += [text[at:start], edit.text.replace("\r\n", "\n") if dos else edit.text]
            at = end
        return "".join([*parts, text[at:]])

    draft.edit(PurePosixPath(path), change)


def _within(raw: str, offset: int, *, dos: bool) -> int:
    """An offset in `raw`, once each of its line ends is a line feed alone."""
    return offset - raw.count("\r\n", 0, offset) if dos else offset


def _worse(before: Report, after: Report, batch: list[Found]) -> str | None:
    """Why the outcome is not what the fixes promised; None where it is."""
    was, now = _counted(before.found), _counted(after.found)
    mended = _counted(batch)
    for key, count in now.items():
        if count > was[key] - mended[key]:
            code, path = key
            kept = key in mended
            return f"{code} would {'still' if kept else 'then'} be found in `{path}`"
    failed = set(after.not_evaluated) - set(before.not_evaluated)
    return next((f"{each.rule} can't judge the result" for each in failed), None)


def _counted(found: Iterable[Found]) -> Counter[tuple[str, str]]:
    return Counter(_keys(found))


def _keys(found: Iterable[Found]) -> Iterator[tuple[str, str]]:
    return ((each.finding.rule, each.finding.path) for each in found)
