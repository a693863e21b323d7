"""The checks that run the project itself, in a throw-away copy: what `verify="run"` adds.

    app-starts       the application is imported, started and stopped
    api-keeps        no operation that was there is gone; the detail says what is new
    migrations-run   new revisions go up, down and up again on a scratch database
    tests-pass       the tests that are new or changed

A check that also fails without the change speaks of the project, not of the change: it is skipped,
and says so.

Lives here: prove_running, Running, the verdicts.
Does not:   a project's place and programs (site), or finding its Python (interpreter).
"""

import itertools
import json
import re
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Final, Generic, TypeVar

from fe_skill.call import Call
from fe_skill.changes.apply import vacant
from fe_skill.changes.changeset import ChangeSet
from fe_skill.changes.planned import Planned
from fe_skill.checks.check import Outcome, Verdict
from fe_skill.checks.child import Ended
from fe_skill.checks.interpreter import NoInterpreter
from fe_skill.checks.site import Running, Site, opened, provided

NAMES: Final = ("app-starts", "api-keeps", "migrations-run", "tests-pass")
_FASTAPI: Final = re.compile(rb"^(\w+)\s*(?::[^=\n]+)?=\s*FastAPI\(", re.MULTILINE)
_APP_FILES: Final = tuple(
    PurePosixPath(folder, name)
    for folder in ("", "app", "src", "src/app")
    for name in ("main.py", "app.py", "api.py")
)
_SHOWN: Final = 8
_T = TypeVar("_T")


@dataclass(frozen=True)
class _Api:
    """How starting the application ended, and the operations that it then told of."""

    ended: Ended
    operations: frozenset[str] | None


@dataclass(frozen=True)
class _Timed(Generic[_T]):
    """What came of a job, and the seconds that it took."""

    value: _T
    seconds: float


@dataclass(frozen=True)
class _Sites:
    """The planned tree, and what is there now; None where nothing is."""

    new: Site
    old: Site | None


def prove_running(planned: Planned, running: Running, call: Call) -> tuple[Outcome, ...]:
    """Run the project of `planned`; every check is answered, if only by why it was skipped.

    Raises:
        Cancelled: with every process of the project gone.
        Refused: `project-too-large`.
    """
    with ExitStack() as places:
        call.step(0, len(NAMES), "copying the project")
        found = provided(planned, running, places, call)
        if isinstance(found, NoInterpreter):
            return _all_skipped(f"{found.what}; `{found.mend}` would provide one")
        new = places.enter_context(opened(planned.root, planned.change_set, found, running, call))
        if lacking := new.lacks("fastapi"):
            return _all_skipped(f"`{found.path}` has no `{lacking}`: install the project in it")
        old = None
        if not vacant(planned.root):
            old = places.enter_context(opened(planned.root, ChangeSet(), found, running, call))
        return tuple(_checked(planned, _Sites(new, old), running, call))


def _all_skipped(detail: str) -> tuple[Outcome, ...]:
    skipped = Verdict("skipped", detail)
    return tuple(Outcome(name=name, verdict=skipped, seconds=0) for name in NAMES)


def _checked(planned: Planned, sites: _Sites, running: Running, call: Call) -> list[Outcome]:
    """All checks, side by side: each is a program of its own, and most wait for one processor."""
    app = running.app or application(planned)
    done = itertools.count(1)
    call.step(0, len(NAMES), "running: " + ", ".join(NAMES))

    def job(work: Callable[[], _T]) -> _Timed[_T]:
        start = time.perf_counter()
        result = work()
        call.step(next(done), len(NAMES), "running")
        return _Timed(result, round(time.perf_counter() - start, 3))

    with ThreadPoolExecutor(max_workers=len(NAMES)) as pool:
        new = pool.submit(job, partial(_api, sites.new, app))
        old = pool.submit(job, partial(_api, sites.old, app))
        migrated = pool.submit(job, partial(_migrated, planned, sites))
        tested = pool.submit(job, partial(_tested, planned, sites))
    apis = (new.result().value, old.result().value)
    found = (
        _Timed(_started(*apis), new.result().seconds),
        _Timed(_kept(*apis), old.result().seconds),
        migrated.result(),
        tested.result(),
    )
    return [
        Outcome(name=name, verdict=timed.value, seconds=timed.seconds)
        for name, timed in zip(NAMES, found, strict=True)
    ]


def _started(new: _Api | None, old: _Api | None) -> Verdict:
    if new is None:
        return Verdict("skipped", "no application was found; name it: module:attribute")
    if new.operations is not None:
        return Verdict("passed")
    return _failed(new.ended, old.ended if old and old.operations is None else None)


def _kept(new: _Api | None, old: _Api | None) -> Verdict:
    if new is None or new.operations is None:
        return Verdict("skipped", "the application doesn't start")
    if old is None or old.operations is None:
        return Verdict("passed", f"{len(new.operations)} operations")
    gone, more = sorted(old.operations - new.operations), sorted(new.operations - old.operations)
    if gone:
        return Verdict("failed", "gone: " + _listed(gone))
    return Verdict("passed", f"new: {_listed(more)}" if more else "as it was")


def _migrated(planned: Planned, sites: _Sites) -> Verdict:
    new = [path for path in planned.change_set.created if _is_revision(path)]
    if not new:
        return Verdict("skipped", "no new revision")
    if not planned.is_file(PurePosixPath("alembic.ini")):
        return Verdict("skipped", "no alembic.ini at the project's root")
    if lacking := sites.new.lacks("alembic"):
        return Verdict("skipped", f"the project's environment has no `{lacking}`")
    down = f"-{len(new)}" if sites.old else "base"
    steps = (("upgrade", "head"), ("downgrade", down), ("upgrade", "head"), ("check",))
    in_one = sites.new.module_runs("alembic", steps)
    if in_one.code or in_one.how != "ended":
        # What can't bear to be run twice in one process is run once in several.
        for step in steps:
            if (ended := sites.new.python("-m", "alembic", *step, database="alembic")).code:
                return _failed(ended, _migrated_before(sites.old))
    return Verdict("passed", f"up, down and up again: {len(new)} new")


def _migrated_before(old: Site | None) -> Ended | None:
    """How the migrations fail without the change; None when they don't, or there are none."""
    for step in (("upgrade", "head"), ("check",)) if old else ():
        if old and (ended := old.python("-m", "alembic", *step)).code:
            return ended
    return None


def _tested(planned: Planned, sites: _Sites) -> Verdict:
    change_set = planned.change_set
    tests = [str(path) for path in change_set.created if _is_test(path)]
    changed = [str(path) for path in change_set.modified if _is_test(path)]
    if not tests + changed:
        return Verdict("skipped", "no new test")
    if lacking := sites.new.lacks("pytest"):
        return Verdict("skipped", f"the project's environment has no `{lacking}`")
    ended = _pytest(sites.new, tests + changed)
    if ended.code or ended.how != "ended":
        before = _pytest(sites.old, changed) if sites.old and changed else None
        return _failed(ended, before if before and before.code else None)
    return Verdict("passed", ended.tail().splitlines()[-1] if ended.tail() else "")


def _pytest(site: Site, tests: list[str]) -> Ended:
    return site.python("-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, database="pytest")


def _failed(new: Ended, before: Ended | None) -> Verdict:
    tail = new.tail() or f"it ended with {new.code}"
    if new.how == "out of time":
        tail = f"out of time\n{tail}"
    if before is not None:
        return Verdict("skipped", f"it fails without this change too: {tail}")
    return Verdict("failed", tail)


def _api(site: Site | None, app: str | None) -> _Api | None:
    if site is None or app is None:
        return None
    ended = site.probe(app)
    told = [line for line in ended.output.splitlines() if line.startswith("API ")]
    if ended.code or not told:
        return _Api(ended, None)
    paths: dict[str, dict[str, object]] = json.loads(told[-1].removeprefix("API ")).get("paths", {})
    return _Api(ended, frozenset(f"{m.upper()} {p}" for p, ms in paths.items() for m in ms))


def application(planned: Planned) -> str | None:
    """Where FastAPI's own command would find the application, and in `src/` besides."""
    try:
        settings = tomllib.loads((planned.read(PurePosixPath("pyproject.toml")) or b"").decode())
        return str(settings["tool"]["fastapi"]["entrypoint"])
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    for file in _APP_FILES:
        if found := _FASTAPI.search(planned.read(file) or b""):
            return f"{_module(file, planned)}:{found[1].decode()}"
    return None


def _module(file: PurePosixPath, planned: Planned) -> str:
    parts = [file.stem]
    for folder in file.parents[:-1]:
        if not planned.is_file(folder / "__init__.py"):
            break
        parts.insert(0, folder.name)
    return ".".join(parts)


def _is_revision(path: PurePosixPath) -> bool:
    return "versions" in path.parts[:-1] and path.suffix == ".py" and path.name != "__init__.py"


def _is_test(path: PurePosixPath) -> bool:
    return path.suffix == ".py" and (path.name.startswith("test_") or path.stem.endswith("_test"))


def _listed(operations: list[str]) -> str:
    more = f" and {len(operations) - _SHOWN} more" if len(operations) > _SHOWN else ""
    return ", ".join(operations[:_SHOWN]) + more
