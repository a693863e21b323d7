"""The tools as a FastAPI service: MCP at `/mcp`, and each tool at `POST /tools/{name}`.

Nothing that a call needs is kept between requests, so several such services may stand behind a load
balancer on one workspace: writers take turns through the lock in the project.

Lives here: the application and its routes.
Does not:   the processes (serving.py), who may do what (access.py), what is counted (meter.py),
            or a tool (tools/).
"""

import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Final

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.telemetry import TelemetryConfig
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult
from opentelemetry.trace import Span, SpanKind, get_tracer

from fe_skill import __version__
from fe_skill.call import silent
from fe_skill.problem import Problem, Refused
from fe_skill.server.access import OPEN, Access, Guard
from fe_skill.server.meter import Meter
from fe_skill.server.tool_server import INSTRUCTIONS, ToolServer, refused
from fe_skill.tools.schema import input_schema, output_schema
from fe_skill.tools.tool import Tool

_LONGEST_CALL: Final = 300.0
_TRACER: Final = get_tracer("fe-skill")
# A refusal that isn't here is a 409: the call was understood, and what is there stands against it.
_STATUS: Final = {
    "arguments-invalid": 422,
    "scope-missing": 403,
    "path-outside-roots": 403,
    "internal-error": 500,
    "call-too-long": 504,
    "body-not-json": 400,
}
# Traces and metrics of requests, sent where OTEL_EXPORTER_OTLP_ENDPOINT says and else nowhere. No
# log records: an exception's message may hold source code.
_TELEMETRY: Final[TelemetryConfig] = {
    "auto_configure": True,
    "operation_spans": False,
    "logs": False,
    "exclude": lambda scope: scope.get("path") in (*OPEN, "/metrics"),
}
_MEANING: Final = {
    "400": "The body isn't a JSON object.",
    "401": "No token that this service knows.",
    "403": "The token lacks the scope that this tool needs, or a path leads out of the workspace.",
    "409": "Refused: the call can't be carried out on what is there; `problem` says why.",
    "413": "The body is too large.",
    "422": "An argument isn't what the tool takes.",
    "500": "A bug of ours.",
    "504": "The call took too long and was stopped, with nothing written.",
}


class HttpToolServer(ToolServer):
    """The tools, with a right asked for, a limit of time, and each call counted."""

    def __init__(
        self,
        tools: Sequence[Tool],
        *,
        roots: tuple[Path, ...],
        access: Access,
        meter: Meter,
        limit: float = _LONGEST_CALL,
    ) -> None:
        super().__init__(tools, workspace=roots[0], roots=roots)
        self._access = access
        self._meter = meter
        self._limit = limit

    async def carry_out(
        self,
        tool: Tool,
        arguments: Mapping[str, object],
        headers: Mapping[str, str],
        progress: Callable[[int, int, str], None] = silent,
    ) -> CallToolResult:
        """The outcome of `tool` for the sender of `headers`."""
        with self._meter.call(tool.name, arguments) as outcome, _span(tool.name) as span:
            try:
                self._access.allow(tool, arguments, headers)
                with anyio.fail_after(self._limit):
                    result = await super().carry_out(tool, arguments, headers, progress)
            except Refused as refusal:
                result = refused(refusal)
            except TimeoutError:
                result = refused(_too_long(self._limit))
            outcome.append(_code(result) or "done")
            span.set_attribute("fe_skill.outcome", outcome[-1])
        return result


def _span(tool: str) -> AbstractContextManager[Span]:
    """The work on a call, whichever door it came in by. It says no more than the log line."""
    said = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": tool}
    return _TRACER.start_as_current_span(
        f"execute_tool {tool}", kind=SpanKind.INTERNAL, attributes=said, record_exception=False
    )


def application(
    tools: Sequence[Tool],
    *,
    roots: tuple[Path, ...],
    access: Access,
    limit: float = _LONGEST_CALL,
    counters: Path | None = None,
) -> FastAPI:
    """The service. Processes that share `counters`, a folder, answer for each other's calls."""
    meter = Meter(counters)
    server = HttpToolServer(tools, roots=roots, access=access, meter=meter, limit=limit)
    # Guard looks at hosts and origins, and does so for every route.
    unguarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    transport = server.streamable_http_app(stateless_http=True, transport_security=unguarded)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with server.session_manager.run():
            yield

    app = FastAPI(
        title="fe-skill",
        version=__version__,
        description=INSTRUCTIONS,
        lifespan=lifespan,
        telemetry=_TELEMETRY,
    )
    app.add_middleware(Guard, access=access)
    for tool in tools:
        _add_route(app, server, tool)

    @app.get("/healthz", summary="Whether the process lives")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", summary="Whether every root can be reached")
    async def readyz() -> JSONResponse:
        ready = all(root.is_dir() for root in roots)
        return JSONResponse({"status": "ready" if ready else "unready"}, 200 if ready else 503)

    @app.get("/metrics", summary="Counters of calls, for Prometheus")
    async def metrics() -> PlainTextResponse:
        return PlainTextResponse(meter.text(), media_type="text/plain; version=0.0.4")

    # A mount would answer for every path that it doesn't know, and a wrong method would be a 404.
    app.router.routes.extend(transport.routes)
    return app


def _add_route(app: FastAPI, server: HttpToolServer, tool: Tool) -> None:
    problem = {"application/json": {"schema": _PROBLEM}}
    app.add_api_route(
        f"/tools/{tool.name}",
        _endpoint(server, tool),
        methods=["POST"],
        operation_id=tool.name,
        summary=tool.title,
        description=tool.description,
        response_model=None,
        responses={
            200: {"content": {"application/json": {"schema": _inline(output_schema(tool))}}},
            **{int(s): {"description": m, "content": problem} for s, m in _MEANING.items()},
        },
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _inline(input_schema(tool))}},
            }
        },
    )


def _endpoint(
    server: HttpToolServer, tool: Tool
) -> Callable[[Request], Coroutine[Any, Any, JSONResponse]]:
    async def endpoint(request: Request) -> JSONResponse:
        try:
            arguments = _object(await request.body())
        except Refused as refusal:
            result = refused(refusal)
        else:
            result = await server.carry_out(tool, arguments, request.headers)
        code = _code(result)
        return JSONResponse(result.structured_content, _STATUS.get(code, 409) if code else 200)

    return endpoint


def _object(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return value
    raise Refused(
        Problem(
            code="body-not-json",
            what="the body isn't a JSON object",
            why="it holds the arguments of the tool, each by its name",
            mend="send an object; `{}` where there is no argument",
        )
    )


def _code(result: CallToolResult) -> str:
    """The code of a refusal, "" for an outcome that is none."""
    if not result.is_error:
        return ""
    structured: Any = result.structured_content
    return str(structured["problem"]["code"])


def _too_long(limit: float) -> Refused:
    return Refused(
        Problem(
            code="call-too-long",
            what=f"the call took longer than {limit:.0f} s",
            why="a service shared by many stops a call that takes that long; nothing was written",
            mend="ask for less in one call, or run it as a command",
        )
    )


def _inline(schema: Mapping[str, object]) -> dict[str, object]:
    """`schema` with its definitions where they are named: OpenAPI has another place for them."""
    definitions = schema.get("$defs")
    known: dict[str, object] = dict(definitions) if isinstance(definitions, dict) else {}

    def resolved(value: object) -> object:
        if isinstance(value, list):
            return [resolved(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            return resolved(known[str(value["$ref"]).rpartition("/")[2]])
        return {key: resolved(item) for key, item in value.items() if key != "$defs"}

    made = resolved(dict(schema))
    return made if isinstance(made, dict) else {}


_TEXT: Final = {"type": "string"}
_PROBLEM: Final = {
    "type": "object",
    "required": ["problem"],
    "properties": {
        "problem": {
            "type": "object",
            "required": ["code", "what", "why", "mend"],
            "properties": {
                **dict.fromkeys(("code", "what", "why", "mend"), _TEXT),
                "path": {"type": ["string", "null"]},
                "line": {"type": ["integer", "null"]},
            },
        }
    },
}
