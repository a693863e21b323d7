"""What a check is, and how a row of them is run.

Lives here: Check, Verdict, Outcome, prove.
Does not:   any one check (its own file).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from fe_skill.call import Call
from fe_skill.changes.planned import Planned

_DETAIL_LINES = 12
_DETAIL_WIDTH = 300


@dataclass(frozen=True)
class Verdict:
    """What a check found. `detail` is empty when there is nothing to add to a plain pass."""

    outcome: Literal["passed", "failed", "skipped"]
    detail: str = ""


PASSED = Verdict("passed")


@dataclass(frozen=True, kw_only=True)
class Check:
    """One proof, by name. It reads the planned tree and touches nothing."""

    name: str
    run: Callable[[Planned], Verdict]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A check that was run, or said to be skipped."""

    name: str
    verdict: Verdict
    seconds: float


def prove(planned: Planned, checks: Sequence[Check], call: Call) -> tuple[Outcome, ...]:
    """Run all of `checks`; a failed one doesn't keep the others from speaking."""
    outcomes = []
    for done, check in enumerate(checks):
        call.step(done, len(checks), f"checking: {check.name}")
        start = time.perf_counter()
        verdict = check.run(planned)
        spent = time.perf_counter() - start
        outcomes.append(Outcome(name=check.name, verdict=verdict, seconds=round(spent, 4)))
    return tuple(outcomes)


def verdict_of(faults: Sequence[str]) -> Verdict:
    """Passed without `faults`; failed with the first of them, cut to what can be read."""
    if not faults:
        return PASSED
    shown = [fault[:_DETAIL_WIDTH] for fault in faults[:_DETAIL_LINES]]
    if len(faults) > _DETAIL_LINES:
        shown.append(f"and {len(faults) - _DETAIL_LINES} more")
    return Verdict("failed", "\n".join(shown))
