"""The processes of the HTTP service: one, or several workers behind one address.

    serve_http ─▶ one process:  Service() ─▶ application
               └▶ supervisor:   binds the address, starts the workers anew when they die,
                                and lets each end its running calls

Lives here: serve_http, and Service, which a worker is sent and makes its application of.
Does not:   the application (http.py), or how many calls one process works on (lanes.py).
"""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from uvicorn.supervisors import Multiprocess

from fe_skill.problem import Problem, Refused
from fe_skill.server.access import Access
from fe_skill.startup import uncollected
from fe_skill.tools.tool import Tool

if TYPE_CHECKING:
    from fastapi import FastAPI

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
# Seconds that a thread keeps the interpreter. A plan is much longer than a read: at Python's own
# 5 ms a read beside two plans took six times as long.
_TURN: Final = 0.001
# Longer than nginx (60 s) and most pools of clients keep one, so that they are the ones who close:
# a connection that is closed as a request comes in on it looks like a failure.
_KEPT_OPEN: Final = 75
_COLLECTOR: Final = "OTEL_EXPORTER_OTLP_ENDPOINT"


@dataclass(frozen=True, kw_only=True)
class Service:
    """What a process needs to make the application. It is pickled for each worker."""

    tools: Sequence[Tool]
    roots: tuple[Path, ...]
    access: Access
    counters: Path | None = None

    def __call__(self) -> "FastAPI":
        """The application of this process."""
        sys.setswitchinterval(_TURN)
        with uncollected():
            from fe_skill.server.http import application  # noqa: PLC0415 -- not in the supervisor

            return application(
                self.tools, roots=self.roots, access=self.access, counters=self.counters
            )


def serve_http(
    tools: Sequence[Tool],
    roots: tuple[Path, ...],
    *,
    host: str,
    port: int,
    names: tuple[str, ...],
    workers: int,
) -> None:
    """Serve until the process is told to end; running calls are waited for.

    Raises:
        Refused: `token-needed`, on an address that others reach; `telemetry-missing`.
    """
    access = _access(os.environ, host, names)
    _with_telemetry(os.environ)
    with ExitStack() as stack:
        counters = Path(stack.enter_context(TemporaryDirectory())) if workers > 1 else None
        service = Service(tools=tools, roots=roots, access=access, counters=counters)
        # A worker that plans is slow to answer the supervisor, and no reason to be ended.
        config = uvicorn.Config(
            _any(service),
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_level="warning",
            access_log=False,
            timeout_worker_healthcheck=30,
            timeout_keep_alive=_KEPT_OPEN,
        )
        if workers > 1:
            Multiprocess(config, [config.bind_socket()]).run()
        else:
            uvicorn.Server(config).run()


def _any(service: Service) -> Any:  # noqa: ANN401 -- a factory, which uvicorn's types don't name
    return service


def _access(environment: Mapping[str, str], host: str, names: tuple[str, ...]) -> Access:
    access = Access(
        write_token=environment.get("FE_SKILL_TOKEN") or None,
        read_token=environment.get("FE_SKILL_READ_TOKEN") or None,
        hosts=frozenset({*_LOOPBACK, host.lower(), *(name.lower() for name in names)}),
    )
    if host not in _LOOPBACK and not access.closed:
        raise Refused(
            Problem(
                code="token-needed",
                what=f"without a token nothing is served on `{host}`",
                why="whoever reaches that address could write files here",
                mend="set FE_SKILL_TOKEN (read and write), FE_SKILL_READ_TOKEN, or both",
            )
        )
    return access


def _with_telemetry(environment: Mapping[str, str]) -> None:
    if environment.get(_COLLECTOR) and find_spec("opentelemetry.sdk") is None:
        raise Refused(
            Problem(
                code="telemetry-missing",
                what=f"{_COLLECTOR} is set, and what sends traces there isn't installed",
                why="a service that others need doesn't carry an exporter that most never use",
                mend="install `fe-skill[telemetry]`, or unset the variable",
            )
        )
