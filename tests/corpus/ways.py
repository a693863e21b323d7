"""The ways in which a project is run, inside a forked child: as its own command would run it.

Lives here: commands (python, uvicorn, pytest, alembic) started as their console scripts start,
            requests to a served app, missing libraries, tracebacks without this program's frames.
Does not:   forking, time limits, texts (run.py).
"""

import functools
import http.client
import importlib
import importlib.machinery
import importlib.metadata
import json
import os
import runpy
import shlex
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn
from urllib.parse import urlencode

BIN = Path(sys.executable).parent
QUIET_FOR = 0.04  # seconds without a new line, after which a server has said what it has to say
PATIENCE = 1.5  # seconds to wait for the log of an answer 500
LONGEST = 1_000_000  # bytes of a log

Request = dict[str, Any]


def command(line: str, port: int = 0) -> None:
    """Run a command line in this process; what it raises comes out without our frames."""
    words = shlex.split(line)
    if port:
        words += ["--port", str(port)]
    try:
        _start(words)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - the interpreter's own last step is played here
        error.__traceback__ = _without_ours(error.__traceback__)
        sys.excepthook(type(error), error, error.__traceback__)
        sys.exit(1)


def _start(words: Sequence[str]) -> None:
    program, *rest = words
    if program != "python":
        sys.argv = [str(BIN / program), *rest]
        runpy.run_path(str(BIN / program), run_name="__main__")
    elif rest[0] == "-c":
        sys.argv = ["-c", *rest[2:]]
        sys.path.insert(0, "")
        exec(compile(rest[1], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102
    elif rest[0] == "-m":
        sys.argv = [rest[1], *rest[2:]]
        sys.path.insert(0, str(Path.cwd()))
        runpy.run_module(rest[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = rest
        sys.path.insert(0, str(Path(rest[0]).resolve().parent))
        runpy.run_path(str(Path(rest[0]).resolve()), run_name="__main__")


def _without_ours(trace: TracebackType | None) -> TracebackType | None:
    while trace and trace.tb_frame.f_code.co_filename in (__file__, "<frozen runpy>"):
        trace = trace.tb_next
    return trace


def serve(
    line: str,
    requests: Sequence[Request],
    done: Callable[[list[str]], None],
    says: Sequence[str] = (),
) -> None:
    """Run a server's command line, ask it the requests, tell `done` the answers.

    `says` is what its log and its answers will hold: an exception may come after the answer.
    """
    port = free_port()
    asking = functools.partial(_ask_all, port, requests, done, says)
    threading.Thread(target=asking, daemon=True).start()
    command(line, port)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _ask_all(
    port: int,
    requests: Sequence[Request],
    done: Callable[[list[str]], None],
    says: Sequence[str],
) -> None:
    while not _listens(port):
        time.sleep(0.005)
    answers = [_ask(port, request) for request in requests]
    awaited: list[bytes] = []
    if any(answer.startswith("HTTP/1.1 500") for answer in answers):
        awaited = [b"Traceback"]
    elif all(answer.startswith(("HTTP/1.1 2", "HTTP/1.1 3")) for answer in answers):
        awaited = [said.encode() for said in says if not any(said in one for one in answers)]
    _wait_for_log(awaited)
    done(answers)


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def _wait_for_log(awaited: Sequence[bytes]) -> None:
    """Wait for a server's last line: an exception is logged after its answer is sent."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        log = os.pread(1, LONGEST, 0)
        if all(said in log for said in awaited):
            break
        time.sleep(0.01)
    size = -1
    while size != (size := os.fstat(1).st_size):
        time.sleep(QUIET_FOR)


def _ask(port: int, request: Request) -> str:
    method, path, headers, body = _parts(request)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    head = "".join(f"{name}: {value}\n" for name, value in answer.getheaders())
    try:
        text = answer.read().decode(errors="replace")
    except http.client.IncompleteRead as cut:
        text = f"{cut.partial.decode(errors='replace')}\ncurl: (18) the transfer was cut"
    return f"HTTP/1.1 {answer.status} {answer.reason}\n{head}\n{text}\n"


def _parts(request: Request) -> tuple[str, str, dict[str, str], str | None]:
    method, path = request["ask"].split(" ", 1)
    headers = dict(request.get("headers", {}))
    if "json" in request:
        return method, path, {"content-type": "application/json"} | headers, _json(request)
    if "form" in request:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return method, path, kind | headers, urlencode(request["form"])
    return method, path, headers, request.get("body")


def _json(request: Request) -> str:
    return json.dumps(request["json"])


def curl(request: Request) -> str:
    """The request as somebody would have typed it."""
    method, path, headers, body = _parts(request)
    words = ["$ curl -i", f"-X {method}", f"http://localhost:8000{path}"]
    words += [f"-H '{name}: {value}'" for name, value in headers.items()]
    if body is not None:
        words.append(f"-d '{body}'")
    return " ".join(words) + "\n"


def unload(libraries: Sequence[str]) -> None:
    """Let the next import of these libraries look for them anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] in libraries]:
        del sys.modules[name]


def forget(libraries: Sequence[str]) -> None:
    """Make libraries be as if they weren't installed, for imports and for their metadata."""
    if not libraries:
        return
    unload(libraries)
    find, known = importlib.machinery.PathFinder.find_spec, importlib.metadata.distribution

    def find_spec(name: str, *rest: Any) -> Any:  # noqa: ANN401 - the import system's own signature
        return None if name.partition(".")[0] in libraries else find(name, *rest)

    def distribution(distribution_name: str) -> Any:  # noqa: ANN401 - likewise
        if distribution_name.replace("-", "_") in libraries:
            raise importlib.metadata.PackageNotFoundError(distribution_name)
        return known(distribution_name)

    importlib.machinery.PathFinder.find_spec = staticmethod(find_spec)  # type: ignore[method-assign,assignment]
    importlib.metadata.distribution = distribution


def script(file: Path, folders: Sequence[str]) -> NoReturn:
    """Run a check in the project that is the working directory."""
    sys.path[:0] = [str(Path(folder).resolve()) for folder in folders]
    sys.argv = [str(file)]
    runpy.run_path(str(file), run_name="__main__")
    sys.exit(0)
