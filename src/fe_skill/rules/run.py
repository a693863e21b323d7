"""Every wanted rule over a project: what was found, and what could not be judged.

Lives here: examine, Report.
Does not:   any one rule, what is shown of a report (tools/), or fixing (fixing.py).

A rule that raises is a mistake of ours: its findings so far stay, the rule is named among those
not evaluated, and the others go on.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from fe_skill.project.model import Gap
from fe_skill.project.program import Program
from fe_skill.project.store import collector_paused
from fe_skill.rules.alone import crash
from fe_skill.rules.fingerprint import fingerprints
from fe_skill.rules.gates import unmet
from fe_skill.rules.memory import InFiles, Memory
from fe_skill.rules.notices import NOT_ANALYSED, NOTICES
from fe_skill.rules.places import Places
from fe_skill.rules.registry import all_rules, known_rules
from fe_skill.rules.rule import Finding, InFile, InProject, Rule, Severity
from fe_skill.rules.settings import Settings
from fe_skill.rules.sources import Sources
from fe_skill.rules.suppress import Suppression, misused, suppressions, unused
from fe_skill.syntax.module import Span

Step = Callable[[int, int, str], None]
_NOTICES: Final = frozenset(notice.code for notice in NOTICES)
WEIGHT: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with what this project makes of it."""

    finding: Finding
    severity: Severity
    fingerprint: str


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule that did not judge the project, or not all of it, and why."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found, the most important first. `ran` are the codes of the rules that judged.

    `routes`, `models` and `unresolved` are how many facts of a kind there were to judge.
    """

    found: tuple[Found, ...]
    suppressed: int
    ran: tuple[str, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    unparsed: tuple[Gap, ...]
    routes: int
    models: int
    unresolved: int


def silent(_done: int, _total: int, _message: str) -> None:
    """A step that nobody listens to."""


def examine(
    program: Program,
    settings: Settings,
    *,
    memory: Memory | None = None,
    step: Step = silent,
    paths: frozenset[str] | None = None,
) -> Report:
    """Judge the project as `settings` say; `memory` knows what single files said before.

    With `paths` only what stands in these files is told, and other files are read only for it.
    """
    run = _Run(program, settings, memory or Memory(), paths)
    with collector_paused():
        run.judge(step)
        return run.report()


def found_in(program: Program, settings: Settings, paths: frozenset[str]) -> tuple[Found, ...]:
    """What `examine` would find in some files, without the facts that its report counts."""
    run = _Run(program, settings, Memory(), paths)
    with collector_paused():
        run.judge(silent)
        return run.told()[0]


@dataclass
class _Run:
    """One run in the making."""

    program: Program
    settings: Settings
    memory: Memory
    paths: frozenset[str] | None
    findings: list[Finding] = field(default_factory=list)
    failures: list[NotEvaluated] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)

    def judge(self, step: Step) -> None:
        """Run the rules that can speak about this project."""
        rules = tuple(self._able())
        self.ran = [rule.code for rule in rules]
        in_files = tuple(rule for rule in rules if isinstance(rule.check, InFile))
        across = [rule for rule in rules if isinstance(rule.check, InProject)]
        step(0, len(across) + 1, "reading files")
        # In a large project these are at work in another process while the others run.
        alone = InFiles(self.memory, self.program, in_files, self.paths)
        try:
            for done, rule in enumerate(across, 1):
                step(done, len(across) + 1, rule.name)
                self._across(rule)
            found, failed = alone.found()
        finally:
            alone.close()
        self.findings = [*found, *self.findings]
        self.failures += [NotEvaluated(code, reason) for code, reason in failed]

    def report(self) -> Report:
        """What came of it, and how much there was to judge."""
        found, suppressed = self.told()
        return Report(
            found=found,
            suppressed=suppressed,
            ran=tuple(self.ran),
            not_evaluated=tuple(self.failures),
            unparsed=self.program.unparsed,
            routes=len(self.program.facts.routes),
            models=len(self.program.facts.models),
            unresolved=len(self.program.facts.unresolved),
        )

    def told(self) -> tuple[tuple[Found, ...], int]:
        """The findings, the most important first, and how many comments in the source silenced."""
        known = known_rules()
        places = Places(self.program.facts)
        told = (f for f in self.findings if self.paths is None or f.path in self.paths)
        kept = [f for f in _once(told) if places.of(f.path) in known[f.rule].places]
        kept = [f for f in kept if not self.settings.ignores(f) and self._possible(f)]
        comments = suppressions(self.program)
        used = {f: _taken(f, comments) for f in kept}
        open_ones = [f for f in kept if not used[f]]
        notices = [n for n in self._notices(comments, used) if self._wanted(n)]
        found = self._found([*open_ones, *notices])
        return tuple(sorted(found, key=_importance)), len(kept) - len(open_ones)

    def _able(self) -> Iterator[Rule]:
        """The wanted rules, but for those whose library the project can't have."""
        declared = dict(self.program.facts.around.distributions)
        for rule in all_rules():
            if not self.settings.wants(rule):
                continue
            need = unmet(rule.needs, declared)
            if need is None:
                yield rule
            else:
                self.failures.append(NotEvaluated(rule.code, f"the project can't have `{need}`"))

    def _possible(self, finding: Finding) -> bool:
        """Whether the project that a file belongs to can have what the rule needs."""
        needs = known_rules()[finding.rule].needs
        near = self.program.facts.declared_near(finding.path) if needs else {}
        return not needs or unmet(needs, near) is None

    def _across(self, rule: Rule) -> None:
        if not isinstance(rule.check, InProject):
            return
        try:
            self.findings.extend(rule.check.check(self.program))  # what precedes a failure stays
        except Exception as error:  # noqa: BLE001 -- whatever a rule may raise
            self.failures.append(NotEvaluated(rule.code, crash(error)))

    def _notices(
        self, comments: tuple[Suppression, ...], used: dict[Finding, frozenset[Suppression]]
    ) -> Iterator[Finding]:
        yield from self.settings.notices
        yield from misused(comments)
        done = frozenset(each for taken in used.values() for each in taken)
        yield from unused(comments, done, frozenset(self.ran))
        for gap in self.program.unparsed:
            span = Span(gap.where.line, 1, gap.where.line, 1)
            message = f"not analysed: {gap.reason}"
            yield Finding(rule=NOT_ANALYSED.code, path=gap.where.path, span=span, message=message)

    def _wanted(self, notice: Finding) -> bool:
        if self.paths is not None and notice.path not in self.paths:
            return False
        return self.settings.wants(known_rules()[notice.rule]) and not self.settings.ignores(notice)

    def _found(self, findings: list[Finding]) -> Iterator[Found]:
        names = fingerprints(findings, Sources(self.program.facts).line)
        for finding, name in zip(findings, names, strict=True):
            severity = self.settings.severity(finding, known_rules()[finding.rule])
            yield Found(finding, severity, name)


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[tuple[str, str, Span, str]] = set()
    for finding in findings:
        key = (finding.rule, finding.path, finding.span, finding.message)
        if key not in seen:
            seen.add(key)
            yield finding


def _taken(finding: Finding, comments: tuple[Suppression, ...]) -> frozenset[Suppression]:
    return frozenset(comment for comment in comments if comment.takes(finding))


def _importance(found: Found) -> tuple[int, float, bool, str, str, int, int]:
    """Errors first, the surer before the less sure, our own notices last."""
    finding = found.finding
    sureness = 1.0 if finding.confidence is None else finding.confidence
    is_notice = finding.rule in _NOTICES
    at = (finding.rule, finding.path, finding.span.line, finding.span.column)
    return (WEIGHT[found.severity], -sureness, is_notice, *at)
