"""The proof of a repair by running: the failure is there before it and gone after it.

Lives here: reproduced, for a failed test, a request, or a start of the application.
Does not:   the scratch copies and their Python (checks/), or the repair (faults/).
"""

import json
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from fe_skill.call import Call
from fe_skill.changes.changeset import ChangeSet
from fe_skill.changes.planned import Planned
from fe_skill.checks.check import Verdict
from fe_skill.checks.child import Ended
from fe_skill.checks.interpreter import NoInterpreter
from fe_skill.checks.run import application
from fe_skill.checks.site import Running, Site, opened, provided
from fe_skill.faults.reading.reading import Reading
from fe_skill.tools.reply import CheckResult

_NAMES = ("reproduced-before", "gone-after")
_WRONG = 400


@dataclass(frozen=True)
class _Way:
    """What is run, and how."""

    what: str
    node: str | None = None
    request: str | None = None
    app: str | None = None

    def run(self, site: Site) -> Ended:
        """Run it in a copy."""
        if self.node is not None:
            return site.python("-m", "pytest", "-q", "-p", "no:cacheprovider", self.node)
        if self.request is None:
            return site.probe(self.app or "")
        source = Path(__file__).with_name("_request_probe.py").read_text(encoding="utf-8")
        return site.python("-c", source, self.app or "", self.request)


def reproduced(
    planned: Planned, reading: Reading, request: str | None, running: Running, call: Call
) -> tuple[CheckResult, ...]:
    """Two checks: the failure shows without the plan, and no longer with it.

    Raises:
        Cancelled: with every process of the project gone.
        Refused: `project-too-large`.
    """
    way = _way(planned, reading, request)
    if way is None:
        return _skipped("no application was found to ask or to start")
    with ExitStack() as places:
        found = provided(planned, running, places, call)
        if isinstance(found, NoInterpreter):
            return _skipped(f"{found.what}; `{found.mend}` would provide one")
        call.step(0, 2, f"before: {way.what}")
        before, first = _timed(
            way, places.enter_context(opened(planned.root, ChangeSet(), found, running, call))
        )
        call.step(1, 2, f"after: {way.what}")
        after, second = _timed(
            way,
            places.enter_context(opened(planned.root, planned.change_set, found, running, call)),
        )
    return (
        _check(_NAMES[0], _before(way, before), first),
        _check(_NAMES[1], _after(way, before, after), second),
    )


def _way(planned: Planned, reading: Reading, request: str | None) -> _Way | None:
    app = application(planned)
    if request is not None and app is not None:
        return _Way(request.partition(" {")[0], request=request, app=app)
    node = next(iter(reading.nodes), None)
    if node is not None:
        return _Way(f"pytest {node}", node=node)
    return _Way(f"start {app}", app=app) if app is not None else None


def _timed(way: _Way, site: Site) -> tuple[Ended, float]:
    start = time.perf_counter()
    return way.run(site), round(time.perf_counter() - start, 3)


def _before(way: _Way, before: Ended) -> Verdict:
    if _fails(way, before):
        return Verdict("passed", f"{way.what}: {_last(before)}")
    return Verdict("skipped", f"{way.what} doesn't fail here: {_last(before)}")


def _after(way: _Way, before: Ended, after: Ended) -> Verdict:
    if not _fails(way, after):
        return Verdict("passed", f"{way.what}: {_last(after)}")
    if _last(before) != _last(after) and _fails(way, before):
        return Verdict("failed", f"{way.what} now fails otherwise: {after.tail()}")
    return Verdict("failed", f"{way.what} still fails: {after.tail()}")


def _fails(way: _Way, ended: Ended) -> bool:
    if way.request is None:
        return bool(ended.code) or ended.how != "ended"
    status = _status(ended)
    return status is None or status >= _WRONG


def _status(ended: Ended) -> int | None:
    told = [line for line in ended.output.splitlines() if line.startswith("ANSWER ")]
    if ended.code or not told:
        return None
    status = json.loads(told[-1].removeprefix("ANSWER ")).get("status")
    return status if isinstance(status, int) else None


def _last(ended: Ended) -> str:
    status = _status(ended)
    if status is not None:
        return f"status {status}"
    lines = ended.tail().splitlines()
    return lines[-1] if lines and ended.code else "it ran"


def _check(name: str, verdict: Verdict, seconds: float) -> CheckResult:
    return CheckResult(name=name, outcome=verdict.outcome, detail=verdict.detail, seconds=seconds)


def _skipped(detail: str) -> tuple[CheckResult, ...]:
    return tuple(_check(name, Verdict("skipped", detail), 0) for name in _NAMES)
