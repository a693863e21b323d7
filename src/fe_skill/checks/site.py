"""A throw-away copy of a project with the Python that runs it.

Lives here: Running, Site, opened, and the environment that is found or made for it.
Does not:   what is run there and what it proves (run).
"""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from fe_skill.call import Call
from fe_skill.changes.changeset import ChangeSet
from fe_skill.changes.planned import Planned
from fe_skill.checks.child import Ended, Limits, environment, run
from fe_skill.checks.interpreter import Interpreter, NoInterpreter, find
from fe_skill.checks.scratch import copied

_INSTALLING: Final = Limits(seconds=600, memory=8 << 30)
# An installer reaches its index as it does for the developer; nothing else of ours is passed on.
_INSTALLER_WORDS: Final = ("PIP_", "UV_", "SSL_CERT_", "REQUESTS_CA_BUNDLE")
_PROXY_WORD: Final = "_PROXY"
_LACKS: Final = "import importlib.util as u, sys; sys.exit(u.find_spec(sys.argv[1]) is None)"


@dataclass(frozen=True, kw_only=True)
class Running:
    """What the caller knows of how the project runs.

    `python` is the interpreter, `app` the application as `module:attribute`. With `make`, an
    environment is made and the project installed in it, as for a project that is only planned.
    """

    python: str | None = None
    app: str | None = None
    environment: Literal["find", "make"] = "find"
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, kw_only=True)
class Site:
    """One copy: `scratch` has `project`, `home` and `tmp` in it."""

    scratch: Path
    interpreter: Interpreter
    limits: Limits
    call: Call

    def python(self, *words: str, database: str = "first") -> Ended:
        """Run the project's Python with `words` in the copy, on the scratch database `database`."""
        folder = self.scratch / "tmp" / database
        folder.mkdir(exist_ok=True)
        url = f"{self._driver}:///{folder / 'scratch.db'}"
        return self._run(words, {"DATABASE_URL": url})

    def module_runs(self, module: str, rows: Sequence[tuple[str, ...]]) -> Ended:
        """Run `module` once with each of `rows`, in one process, until one of them fails."""
        source = Path(__file__).with_name("_module_runs.py").read_text(encoding="utf-8")
        return self.python("-c", source, module, *map(" ".join, rows), database=module)

    def probe(self, app: str) -> Ended:
        """Start the application `app` and let it tell its operations."""
        source = Path(__file__).with_name("_app_probe.py").read_text(encoding="utf-8")
        return self.python("-c", source, app)

    def lacks(self, module: str) -> str | None:
        """`module`, when the project's environment doesn't have it."""
        return module if self._run(("-c", _LACKS, module), {}).code else None

    @cached_property
    def _driver(self) -> str:
        return "sqlite" if self.lacks("aiosqlite") else "sqlite+aiosqlite"

    def _run(self, words: tuple[str, ...], more: dict[str, str]) -> Ended:
        python = self.interpreter.path
        return run(
            [str(python), *words],
            folder=self.scratch / "project",
            env=environment(self.scratch, python, more),
            limits=self.limits,
            call=self.call,
        )


@contextmanager
def opened(
    root: Path, change_set: ChangeSet, python: Interpreter, running: Running, call: Call
) -> Iterator[Site]:
    """A copy of `root` with `change_set` in it, gone afterwards."""
    with copied(root, change_set) as scratch:
        yield Site(scratch=scratch, interpreter=python, limits=running.limits, call=call)


def provided(
    planned: Planned, running: Running, places: ExitStack, call: Call
) -> Interpreter | NoInterpreter:
    """The interpreter for `planned`; one that is made lasts as long as `places`."""
    if running.environment == "find":
        return find(planned.root, running.python)
    scratch = places.enter_context(copied(planned.root, planned.change_set))
    call.step(0, 1, "making an environment for the project")
    for words in _making(scratch, running.python or sys.executable):
        ended = run(
            words,
            folder=scratch / "project",
            env=environment(scratch, scratch / "venv/bin/python", _installers()),
            limits=_INSTALLING,
            call=call,
        )
        if ended.code:
            what = f"an environment could not be made: {ended.tail()}"
            return NoInterpreter(what=what, mend=" ".join(words))
    return Interpreter(path=scratch / "venv/bin/python", source="made")


def _making(scratch: Path, python: str) -> tuple[list[str], ...]:
    venv, extras = str(scratch / "venv"), ".[dev]"
    if uv := shutil.which("uv"):
        into = ["--python", f"{venv}/bin/python"]
        return (
            [uv, "venv", "-q", "--python", python, venv],
            [uv, "pip", "install", "-q", *into, extras],
        )
    pip = [f"{venv}/bin/python", "-m", "pip", "install", "--quiet", extras]
    return ([python, "-m", "venv", venv], pip)


def _installers() -> dict[str, str]:
    passed = (
        name
        for name in os.environ
        if name.startswith(_INSTALLER_WORDS) or name.upper().endswith(_PROXY_WORD)
    )
    home = {"HOME": os.environ.get("HOME", "")}
    return home | {name: os.environ[name] for name in passed}
