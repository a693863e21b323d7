"""The check that our own rules hold for what a change writes.

Lives here: RULES_HOLD, errors_of. It is here and not in checks/, for it needs the rules as well.
Does not:   the rules, or what `validate-project` tells of a whole project (judged.py).

An error of ours in a file that is written fails the check, unless it was there before. What is less
than an error is told and fails nothing: it may be what was asked for, as open routes are, or the
habit of the project that a change follows.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from fe_skill.changes.planned import Planned
from fe_skill.checks.check import PASSED, Check, Verdict, verdict_of
from fe_skill.project.program import Program
from fe_skill.rules.registry import all_rules
from fe_skill.rules.rule import InProject, Severity
from fe_skill.rules.run import Found, found_in
from fe_skill.rules.settings import Settings, settings_of
from fe_skill.tools.described import KEEPER

_SHOWN: Final = 3
_MANY: Final = 100


def errors_of(before: Program, after: Program, paths: frozenset[str]) -> tuple[Found, ...]:
    """The errors of ours in some files that a change would bring, for an answer in no time.

    Of many files only what single ones say is looked at: the rest is looked at when it is written.
    """
    settings = settings_of(before.facts)
    if len(before.facts.paths) > _MANY:
        across = (rule.code for rule in all_rules() if isinstance(rule.check, InProject))
        settings = settings.narrowed((), tuple(across))
    return tuple(_errors(_added(before, after, paths, settings)))


def _run(planned: Planned) -> Verdict:
    changes = planned.change_set
    written = {str(c.path): changes.after(c.path) or b"" for c in changes.changes}
    paths = frozenset(path for path in written if path.endswith(".py"))
    if not paths:
        return PASSED
    facts = KEEPER.facts(planned.root)
    after = Program(facts.planned(written))
    found = _added(Program(facts), after, paths, settings_of(after.facts))
    if errors := _errors(found):
        return verdict_of([_told(each) for each in errors])
    return Verdict("passed", _summed(found)) if found else PASSED


def _added(
    before: Program, after: Program, paths: frozenset[str], settings: Settings
) -> tuple[Found, ...]:
    """What is found in some files, and was not before."""
    found = found_in(after, settings, paths)
    there = paths & frozenset(before.facts.paths)
    was = found_in(before, settings, there) if found and there else ()
    return tuple(_new(found, was))


def _errors(found: tuple[Found, ...]) -> list[Found]:
    return [each for each in found if each.severity is Severity.ERROR]


def _new(after: tuple[Found, ...], before: tuple[Found, ...]) -> Iterator[Found]:
    """What there is more of than there was, by rule and file."""
    left = Counter((each.finding.rule, each.finding.path) for each in before)
    for each in after:
        key = (each.finding.rule, each.finding.path)
        left[key] -= 1
        if left[key] < 0:
            yield each


def _told(found: Found) -> str:
    finding = found.finding
    return f"{finding.rule} {finding.path}:{finding.span.line} {finding.message}"


def _summed(found: tuple[Found, ...]) -> str:
    more = f", and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(f"{each.severity} {_told(each)}" for each in found[:_SHOWN]) + more


RULES_HOLD: Final = Check(name="our-rules-hold", run=_run)
