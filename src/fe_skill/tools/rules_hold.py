"""The check that our own rules hold for what a change writes.

Lives here: RULES_HOLD. It is here and not in checks/, for it needs the rules as well.
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
from fe_skill.project.reader import Facts
from fe_skill.rules.rule import Severity
from fe_skill.rules.run import Found, examine
from fe_skill.rules.settings import settings_of
from fe_skill.tools.described import KEEPER

_SHOWN: Final = 3


def _run(planned: Planned) -> Verdict:
    changes = planned.change_set
    written = {str(c.path): changes.after(c.path) or b"" for c in changes.changes}
    paths = frozenset(path for path in written if path.endswith(".py"))
    if not paths:
        return PASSED
    before = KEEPER.facts(planned.root)
    found = _found(before.planned(written), paths)
    if not found:
        return PASSED
    there = paths & {str(path) for path in changes.modified}
    found = tuple(_new(found, _found(before, there) if there else ()))
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors:
        return verdict_of([_told(each) for each in errors])
    return Verdict("passed", _summed(found)) if found else PASSED


def _found(facts: Facts, paths: frozenset[str]) -> tuple[Found, ...]:
    return examine(Program(facts), settings_of(facts), paths=paths).found


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
