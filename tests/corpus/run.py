"""Run the corpus: regenerate the text of each failure, and prove each case.

Lives here: forked children with the heavy libraries loaded once, time limits, texts as they would
            be seen elsewhere (paths, log prefixes), the proof of a case, the command line.
Does not:   what a case is (case.py), how a project is run (ways.py).

    python tests/corpus/run.py [--out FOLDER] [--prove] [CASE ...]

`--out` keeps each text beside its project as it was run: FOLDER/<case>/{text.txt,project/}.
"""

import argparse
import contextlib
import dataclasses
import functools
import gc
import os
import re
import shutil
import signal
import socket
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.corpus import ways  # noqa: E402 - this is a program too
from tests.corpus.case import Case, lay_out, load  # noqa: E402

LIMIT = 20.0  # seconds for one child
TIMED_OUT = 99
# Our own development library hooks into pytest and takes half a second there.
# What is imported beforehand, pytest would say that it can't rewrite any more.
PYTEST = {"PYTEST_ADDOPTS": "-p no:hypothesispytest -W ignore::pytest.PytestAssertRewriteWarning"}
PRELOADED = (
    "_pytest.faulthandler",
    "_pytest.junitxml",
    "aiosqlite",
    "anyio._backends._asyncio",
    "anyio.pytest_plugin",
    "alembic.config",
    "alembic.autogenerate",
    "asyncio.runners",
    "email.mime.text",
    "fastapi.middleware.cors",
    "fastapi.responses",
    "fastapi.security",
    "fastapi.testclient",
    "jinja2",
    "jwt",
    "pydantic.v1",  # FastAPI looks at it with the first route: 0.3 s
    "pydantic_settings",
    "pytest",
    "python_multipart",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlalchemy.ext.asyncio",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.main",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)


@dataclasses.dataclass(frozen=True)
class Proof:
    """What running a case showed; `wrong` is empty where all is as the case says."""

    case: str
    text: str
    wrong: tuple[str, ...]
    elsewhere: bool  # the place isn't in the file of the project's last frame


def preload() -> None:
    """Import what the cases need, so that each child starts with it."""
    for name in PRELOADED:
        __import__(name)
    gc.freeze()


def text_of(case: Case, project: Path) -> str:
    """What the failing project says, run in this folder."""
    _quietly(case, case.prepare, project)
    with _outputs() as output:
        answers = output.with_suffix(".answers")
        code = _child(case, project, output, lambda: _run(case, answers))
        log = output.read_text(errors="replace")
        if code == TIMED_OUT:
            log += "\n(stopped: over the time limit)\n"
        told = answers.read_text() if answers.exists() else ""
    parts = {"log": log, "response": told, "curl": "".join(map(ways.curl, case.requests))}
    return dressed(case, as_seen(case, "".join(parts[part] for part in case.show), project))


def check(case: Case, project: Path, *, repaired: bool = True) -> tuple[bool, str]:
    """Whether the case's check passes on a project, and what it said."""
    seen = dataclasses.replace(case, absent=case.fixed_absent) if repaired else case
    with _outputs() as output:
        code = _child(seen, project, output, lambda: ways.script(case.check, case.path))
        return code == 0, output.read_text(errors="replace")


def prove(case: Case, out: Path) -> Proof:
    """Run a case in fresh folders: it fails as it says, before; the repair ends that."""
    for folder in ("project", "before", "after"):
        shutil.rmtree(out / folder, ignore_errors=True)
        lay_out(case, out / folder, fixed=folder == "after")
    text = text_of(case, out / "project")
    (out / "text.txt").write_text(text)
    wrong = [f"doesn't say {sign!r}" for sign in case.says if sign not in text]
    passed, _ = check(case, out / "before", repaired=False)
    if passed:
        wrong.append("the check passes before the repair")
    if case.fixed.exists() or case.removed or case.repair:
        _quietly(case, case.repair, out / "after")
        passed, said = check(case, out / "after")
        if not passed:
            wrong.append(f"the check fails after the repair:\n{said[-3000:]}")
    else:
        wrong.append("no repair is shown")
    if not case.places:
        wrong.append("no place is marked")
    return Proof(case.name, text, tuple(wrong), _is_elsewhere(case, text))


def _is_elsewhere(case: Case, text: str) -> bool:
    frames = re.findall(r'File "([^"]+)", line \d+|^(?:E +)?([\w/]+\.py):\d+: ', text, re.MULTILINE)
    files = [(quoted or reported).replace("\\", "/") for quoted, reported in frames]
    ours = [file for file in files if "/lib/python" not in file and not file.startswith("<")]
    return not ours or not ours[-1].endswith(case.places[0].path)


def _quietly(case: Case, lines: Sequence[str], project: Path) -> None:
    with _outputs() as output:
        for line in lines:
            _child(case, project, output, functools.partial(ways.command, line))


def _run(case: Case, answers: Path) -> None:
    if case.run.startswith("uvicorn"):
        _serve(case, answers)
    else:
        ways.command(case.run)


def _serve(case: Case, answers: Path) -> None:
    def done(told: list[str]) -> None:
        answers.write_text("\n".join(told))
        os._exit(0)

    if not case.port_taken:
        ways.serve(case.run, case.requests, done, case.says)
        return
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ways.command(case.run, other.getsockname()[1])


@contextlib.contextmanager
def _outputs() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
        output = Path(folder) / "output"
        output.touch()
        yield output


def _child(case: Case, project: Path, output: Path, act: Callable[[], None]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _become(case, project, output, act)
    return _wait(pid)


def _become(case: Case, project: Path, output: Path, act: Callable[[], None]) -> None:
    code = 1
    try:
        file = os.open(output, os.O_RDWR | os.O_APPEND)
        os.dup2(file, 1)
        os.dup2(file, 2)
        os.chdir(project)
        _environment(case)
        act()
        code = 0
    except SystemExit as leaving:
        code = _code(leaving)
    except BaseException as error:  # noqa: BLE001 - a child must never go on as its parent
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        _leave(code)


def _code(leaving: SystemExit) -> int:
    if isinstance(leaving.code, str):
        sys.stderr.write(f"{leaving.code}\n")
        return 1
    return leaving.code or 0


def _leave(code: int) -> None:
    with contextlib.suppress(Exception):
        gc.collect()  # "was never awaited" is said when a coroutine is thrown away
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code & 0xFF)


def _environment(case: Case) -> None:
    home = os.environ.get("HOME", "/")
    os.environ.clear()
    os.environ.update({"PATH": str(ways.BIN), "HOME": home, "LANG": "C.UTF-8"} | PYTEST | case.env)
    repository = str(HERE.parents[1])
    libraries = [entry for entry in sys.path if "site-packages" in entry]
    standard = [entry for entry in sys.path if not entry.startswith(repository)]
    sys.path[:] = [*dict.fromkeys([*standard, *libraries])]
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]  # a project may have tests too
    folders = case.env.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:0] = [str(Path(folder).resolve()) for folder in folders if folder]
    sys.dont_write_bytecode = True
    ways.unload(case.fresh)
    ways.forget(case.absent)


def _wait(pid: int) -> int:
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return TIMED_OUT


def as_seen(case: Case, text: str, project: Path) -> str:
    """The text with the paths and the port of the machine where it was seen."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    prefix = "/usr/local" if not case.seen_at.startswith("/home") else f"{case.seen_at}/.venv"
    places = {
        str(project.resolve()): case.seen_at,
        str(project): case.seen_at,
        sysconfig.get_path("purelib"): f"{prefix}/lib/{version}/site-packages",
        str(ways.BIN): f"{prefix}/bin",
        sysconfig.get_path("stdlib"): f"/usr/local/lib/{version}",
        str(HERE.parents[1]): "/opt",
    }
    text = LEAVING.sub(r"sys:1: \1", text)
    for here, there in places.items():
        text = text.replace(here, there)
    text = re.sub(r"(127\.0\.0\.1[:', ]+)\d{4,5}\b(?! - )", r"\g<1>8000", text)
    return _on_windows(text) if case.seen_at[1:2] == ":" else text


def _on_windows(text: str) -> str:
    def path(found: re.Match[str]) -> str:
        return found[0].replace("/", "\\")

    return re.sub(r'(?<=File ")[^"]*(?=")', path, text)


# What is thrown away at the very end is warned of from our last line, with that line below it.
LEAVING = re.compile(
    rf"^{re.escape(str(HERE))}/\w+\.py:\d+: (RuntimeWarning: .*\n)  [^\n]*\n", re.MULTILINE
)
PREFIXES = {
    "": "",
    "compose": "api-1  | ",
    "kubernetes": "2026-03-04T08:15:27.104882913Z stderr F ",
    "journal": "Mar 04 08:15:27 web-2 uvicorn[812]: ",
    "actions": "2026-03-04T08:15:27.1048829Z ",
    "indented": "    ",
    "quoted": "> ",
}


def dressed(case: Case, text: str) -> str:
    """The text as a container, a service manager or a person would hand it on."""
    first, last = case.cut
    lines = text.splitlines()
    kept = lines[first : len(lines) - last]
    return "".join(f"{PREFIXES[case.dress]}{line}\n" for line in kept)


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main(arguments: Sequence[str]) -> int:
    """Regenerate and prove the cases named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", action="store_true", help="print each text")
    asked = parser.parse_args(arguments)
    preload()
    cases = [case for case in load() if not asked.cases or case.name in asked.cases]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
        proofs = [prove(case, (asked.out or Path(folder)) / case.name) for case in cases]
    bad = [proof for proof in proofs if proof.wrong]
    for proof in proofs if asked.show else bad:
        print(f"=== {proof.case}\n{proof.text}")
    for proof in bad:
        print(f"!!! {proof.case}: " + "\n    ".join(proof.wrong))
    took = f"{time.monotonic() - begun:.1f} s, {_cpu():.1f} s of CPU"
    print(f"{sum(proof.elsewhere for proof in proofs)} places outside the last frame's file")
    print(f"{len(proofs)} cases, {len(bad)} wrong, {took}")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
