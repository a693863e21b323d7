"""The tools over HTTP: MCP at /mcp, a route a tool, and who may do what."""

import json
import os
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import httpx2
import pytest
from fastapi import FastAPI
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from fe_skill.server.access import LARGEST, Access
from fe_skill.server.http import application
from fe_skill.tools import TOOLS
from tests.sample_tools import SAMPLES, SECRET

pytestmark = pytest.mark.anyio
BASE = "http://127.0.0.1:8000"
HOSTS = frozenset({"127.0.0.1"})
WRITER, READER = {"Authorization": "Bearer w"}, {"authorization": "bearer r"}
CLOSED = Access(hosts=HOSTS, write_token="w", read_token="r")  # noqa: S106 -- of the tests only


def app_in(
    folder: Path,
    *,
    access: Access | None = None,
    limit: float = 60.0,
    tools: Any = SAMPLES,  # noqa: ANN401 -- tools
) -> FastAPI:
    return application(tools, roots=(folder,), access=access or Access(hosts=HOSTS), limit=limit)


@asynccontextmanager
async def http(app: FastAPI, **headers: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(
            transport=transport, base_url=BASE, headers=headers
        ) as client:
            yield client


async def test_a_tool_is_a_route_with_the_structured_result(tmp_path: Path) -> None:
    async with http(app_in(tmp_path)) as client:
        answer = await client.post("/tools/greet", json={"name": "Zoë", "times": 2})
    assert answer.status_code == 200
    assert answer.json()["lines"] == ["Dear Zoë"] * 2


@pytest.mark.parametrize(
    ("tool", "body", "status", "code"),
    [
        ("greet", '{"name": "Voldemort"}', 409, "name-unspeakable"),
        ("greet", '{"nme": "Ada"}', 422, "arguments-invalid"),
        ("greet", "[1]", 400, "body-not-json"),
        ("greet", "{", 400, "body-not-json"),
        ("greet", "[" * 100_000, 400, "body-not-json"),
        ("leak", "{}", 500, "internal-error"),
        ("write-slowly", '{"path": "../out.txt"}', 403, "path-outside-roots"),
    ],
)
async def test_a_refusal_is_a_problem_with_its_status(
    tool: str, body: str, status: int, code: str, tmp_path: Path
) -> None:
    async with http(app_in(tmp_path)) as client:
        answer = await client.post(f"/tools/{tool}", content=body)
    assert (answer.status_code, answer.json()["problem"]["code"]) == (status, code)
    assert SECRET not in answer.text
    assert not (tmp_path.parent / "out.txt").exists()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_client_of_either_generation_lists_and_calls(
    mode: Literal["auto", "legacy"], tmp_path: Path
) -> None:
    app = app_in(tmp_path, access=CLOSED)
    async with http(app, **WRITER) as connection:
        transport = streamable_http_client(f"{BASE}/mcp", http_client=connection)
        async with Client(transport, mode=mode) as client:
            assert len((await client.list_tools()).tools) == len(SAMPLES)
            result = await client.call_tool("write-slowly", {"path": "out.txt", "steps": 1})
    assert not result.is_error
    assert (tmp_path / "out.txt").exists()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_reader_may_read_and_not_write_over_mcp(
    mode: Literal["auto", "legacy"], tmp_path: Path
) -> None:
    app = app_in(tmp_path, access=CLOSED)
    async with http(app, **READER) as connection:
        transport = streamable_http_client(f"{BASE}/mcp", http_client=connection)
        async with Client(transport, mode=mode) as client:
            assert not (await client.call_tool("greet", {"name": "Ada"})).is_error
            result = await client.call_tool("write-slowly", {"path": "out.txt", "steps": 1})
    assert result.structured_content is not None
    assert result.structured_content["problem"]["code"] == "scope-missing"
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"fix": "none", "verify": "static"}, 200),
        ({"fix": "safe"}, 403),
        ({"verify": "run"}, 403),
        ({"write_baseline": True, "baseline": "b.json"}, 403),
    ],
)
async def test_a_reader_may_call_what_writes_only_when_asked(
    asked: dict[str, object], status: int, tmp_path: Path
) -> None:
    (tmp_path / "main.py").write_text("from fastapi import FastAPI\napp = FastAPI()\n")
    app = app_in(tmp_path, tools=TOOLS, access=CLOSED)
    async with http(app, **READER) as connection:
        answer = await connection.post("/tools/validate-project", json=asked)
    assert answer.status_code == status
    assert os.listdir(tmp_path) == ["main.py"]  # noqa: PTH208 -- pathlib would block


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/tools/write-slowly", {}, 401),
        ("/tools/write-slowly", {"authorization": "Bearer x"}, 401),
        ("/tools/write-slowly", {"authorization": "Basic w"}, 401),
        ("/tools/write-slowly", {"authorization": "Bearer "}, 401),
        ("/tools/write-slowly", READER, 403),
        ("/tools/write-slowly", WRITER, 200),
        ("/mcp", {}, 401),
        ("/tools/write-slowly", {**WRITER, "host": "evil.example"}, 421),
        ("/tools/write-slowly", {**WRITER, "origin": "https://evil.example"}, 403),
        ("/tools/write-slowly", {**WRITER, "origin": "null"}, 403),
        ("/tools/write-slowly", {**WRITER, "origin": "http://127.0.0.1:3000"}, 200),
    ],
)
async def test_a_request_passes_only_with_its_right_from_a_known_place(
    path: str, headers: Mapping[str, str], status: int, tmp_path: Path
) -> None:
    async with http(app_in(tmp_path, access=CLOSED)) as client:
        body = {"path": "out.txt", "steps": 1}
        answer = await client.post(path, json=body, headers=dict(headers))
    assert answer.status_code == status
    assert (tmp_path / "out.txt").exists() == (status == 200)
    assert ("www-authenticate" in answer.headers) == (status == 401)


async def test_another_method_is_told_which_is_taken(tmp_path: Path) -> None:
    async with http(app_in(tmp_path)) as client:
        answers = [await client.request(way, "/tools/greet") for way in ("GET", "PUT", "TRACE")]
        assert (await client.get("/nothing")).status_code == 404
    assert [answer.status_code for answer in answers] == [405] * 3
    assert {answer.headers["allow"] for answer in answers} == {"POST"}


async def test_health_is_open_and_the_rest_is_not(tmp_path: Path) -> None:
    async with http(app_in(tmp_path / "gone", access=CLOSED)) as client:
        paths = ("/healthz", "/readyz", "/metrics", "/openapi.json", "/docs")
        codes = [(await client.get(path)).status_code for path in paths]
    assert codes == [200, 503, 401, 401, 401]


async def test_too_large_a_body_is_refused_with_and_without_its_length(tmp_path: Path) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b" " * (LARGEST // 4)

    async with http(app_in(tmp_path)) as client:
        told = await client.post("/tools/greet", content=b" " * (LARGEST + 1))
        untold = await client.post("/tools/greet", content=chunks())
    assert (told.status_code, untold.status_code) == (413, 413)


async def test_a_call_that_takes_too_long_is_stopped_with_nothing_written(tmp_path: Path) -> None:
    async with http(app_in(tmp_path, limit=0.2)) as client:
        answer = await client.post("/tools/write-slowly", json={"path": "out.txt", "steps": 3000})
    assert (answer.status_code, answer.json()["problem"]["code"]) == (504, "call-too-long")
    assert not (tmp_path / "out.txt").exists()


async def test_calls_are_counted_and_logged_without_what_they_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with http(app_in(tmp_path)) as client:
        await client.post("/tools/greet", json={"name": "Ada Lovelace"})
        await client.post("/tools/greet", json={"name": "Voldemort"})
        counted = (await client.get("/metrics")).text
    assert 'fe_skill_calls_total{tool="greet",outcome="done"} 1' in counted
    assert 'fe_skill_calls_total{tool="greet",outcome="name-unspeakable"} 1' in counted
    assert 'fe_skill_call_seconds_count{tool="greet"} 2' in counted
    assert "fe_skill_calls_running 0" in counted
    logged = capsys.readouterr().err
    lines = [json.loads(line) for line in logged.splitlines()]
    assert [line["outcome"] for line in lines] == ["done", "name-unspeakable"]
    assert set(lines[0]) == {"event", "tool", "project", "seconds", "outcome"}
    assert "Lovelace" not in logged


async def test_openapi_describes_every_tool_whole(tmp_path: Path) -> None:
    async with http(app_in(tmp_path, tools=TOOLS)) as client:
        described = (await client.get("/openapi.json")).json()
    for tool in TOOLS:
        operation = described["paths"][f"/tools/{tool.name}"]["post"]
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        assert body["additionalProperties"] is False
        assert {"200", "400", "401", "403", "409", "422", "500", "504"} <= set(
            operation["responses"]
        )
    assert not re.search(r"#/\$defs", json.dumps(described))
