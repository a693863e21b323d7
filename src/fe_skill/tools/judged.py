"""What one call of `validate-project` is about: a judged project, less what the call leaves out.

Lives here: Wish (the arguments), Judged, judge.
Does not:   fixing (validated.py), or how it is told (validated_words.py).
"""

import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from fe_skill.call import Call
from fe_skill.problem import Problem, Refused
from fe_skill.project.program import Program
from fe_skill.project.reader import Facts
from fe_skill.rules.baseline import known_in
from fe_skill.rules.memory import Memory
from fe_skill.rules.registry import version
from fe_skill.rules.rule import Severity
from fe_skill.rules.run import WEIGHT, Found, Report, examine
from fe_skill.rules.settings import Settings, matches, settings_of
from fe_skill.tools.choices import Detail, Verify
from fe_skill.tools.described import KEEPER
from fe_skill.tools.since import Lines, changed_since
from fe_skill.tools.validate_project import FixLevel, SeverityName


@dataclass(frozen=True, kw_only=True)
class Wish:
    """The arguments of the tool."""

    project: str
    paths: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    profile: str
    min_severity: SeverityName
    fix: FixLevel
    since: str | None
    baseline: str | None
    write_baseline: bool
    dry_run: bool
    verify: Verify
    limit: int
    cursor: str | None
    detail: Detail


@dataclass(frozen=True)
class Judged:
    """A report, and what of it this call is about."""

    facts: Facts
    settings: Settings
    report: Report
    visible: tuple[Found, ...]
    baselined: int


@dataclass(frozen=True)
class _Filter:
    """What a call leaves out of a report."""

    paths: tuple[str, ...]
    most: int
    lines: Lines | None
    known: frozenset[str]

    def keeps(self, found: Found) -> bool:
        """Whether a finding is what the call asks about; a baseline aside."""
        finding = found.finding
        if WEIGHT[found.severity] > self.most:
            return False
        if self.paths and not any(matches(finding.path, path) for path in self.paths):
            return False
        places = [(finding.path, line) for line in (finding.span.line, finding.span.end_line)]
        places += [(related.path, related.line) for related in finding.related]
        return self.lines is None or any(_changed(self.lines, *place) for place in places)


_MEMORIES: Final[dict[Path, Memory]] = {}
_MOST: Final = 8
_ONE_AT_A_TIME: Final = threading.Lock()


def memory_of(root: Path) -> Memory:
    """What this process knows of a project's single files."""
    with _ONE_AT_A_TIME:
        memory = _MEMORIES.pop(root, None) or Memory()
        _MEMORIES[root] = memory
        while len(_MEMORIES) > _MOST:
            del _MEMORIES[next(iter(_MEMORIES))]
        return memory


def judge(root: Path, wish: Wish, call: Call, memory: Memory) -> Judged:
    """The project as its files are now.

    Raises:
        Refused: `settings-invalid`, `rule-unknown`, `revision-unknown`, or why the baseline
            can't be read.
    """
    facts = KEEPER.facts(root)
    own = settings_of(facts)
    settings = own.narrowed(wish.select, wish.ignore, wish.profile)

    def work() -> Report:
        with closing(Program(facts)) as program:
            return examine(program, settings, memory=memory, step=call.step)

    def remembered() -> Report:
        # What the project itself asks for follows from its files, and so outlives the process.
        if settings != own:
            return work()
        report: Report = facts.kept(f"report-{version()}", Report, work)
        return report

    report = memory.once(facts, settings, remembered)
    wanted = _filter(root, facts, settings, wish)
    kept = [found for found in report.found if wanted.keeps(found)]
    visible = tuple(found for found in kept if found.fingerprint not in wanted.known)
    return Judged(facts, settings, report, visible, len(kept) - len(visible))


def _filter(root: Path, facts: Facts, settings: Settings, wish: Wish) -> _Filter:
    path = wish.baseline or settings.baseline
    return _Filter(
        paths=tuple(inside(root, path) for path in wish.paths),
        most=WEIGHT[Severity(wish.min_severity)],
        lines=changed_since(root, wish.since) if wish.since else None,
        known=_known(facts.root, path) if path and not wish.write_baseline else frozenset(),
    )


def _known(root: Path, path: str) -> frozenset[str]:
    from fe_skill.changes.disk import reader  # noqa: PLC0415 -- only where there is a baseline

    data = reader(root)(PurePosixPath(path))
    if data is None:
        raise Refused(
            Problem(
                code="baseline-missing",
                what=f"there is no baseline `{path}`",
                why="it holds the findings to leave out",
                mend="call with `write_baseline: true` to make it, or leave `baseline` out",
                path=path,
            )
        )
    return known_in(data, path)


def _changed(lines: Lines, path: str, line: int) -> bool:
    changed = lines.get(path, frozenset())
    return changed is None or line in changed


def inside(root: Path, path: str) -> str:
    """A path as findings have it; a glob stays one."""
    given = Path(path)
    relative = (
        given.relative_to(root) if given.is_absolute() and given.is_relative_to(root) else given
    )
    return "**" if str(relative) == "." else relative.as_posix()
