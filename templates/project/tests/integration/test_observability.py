"""Health, metrics, request lines, traces and headers."""

import orjson
import pytest
from factories import client_of, make_account
from fastapi import FastAPI
from httpx2 import AsyncClient

from src.core.database import Database
from src.core.settings import Environment, Settings
from src.main import create_app


async def test_a_running_process_is_alive(client: AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "ok"}


async def test_a_service_with_a_database_is_ready(client: AsyncClient) -> None:
    assert (await client.get("/health/ready")).json() == {"status": "ok"}


@pytest.mark.parametrize("failure", [OSError("refused"), TimeoutError()])
async def test_a_service_without_a_database_is_alive_and_not_ready(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    async def fail(_database: Database) -> None:
        raise failure

    monkeypatch.setattr(Database, "ping", fail)
    response = await client.get("/health/ready")
    assert response.status_code == 503
    assert "refused" not in response.text
    assert (await client.get("/health/live")).status_code == 200


async def test_metrics_name_templates_and_never_paths(client: AsyncClient) -> None:
    account = await make_account(client)
    await client.get(f"/api/v1/users/{account.id}", headers=account.headers)
    await client.get("/nowhere/secret")
    text = (await client.get("/metrics")).text
    assert 'method="GET",route="/api/v1/users/{user_id}",status="403"' in text
    assert 'method="any",route="unmatched",status="404"' in text
    assert account.id not in text
    assert "secret" not in text


async def test_a_request_line_says_who_what_and_how_long(
    client: AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    account = await make_account(client)
    capfd.readouterr()
    await client.get("/api/v1/users/me", headers=account.headers | {"X-Request-ID": "r-1"})
    (line,) = [orjson.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert line["event"] == "request"
    assert line["request_id"] == "r-1"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/v1/users/me", 200)
    assert line["user_id"] == account.id
    assert line["duration_ms"] > 0


async def test_no_password_and_no_token_is_logged(
    client: AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    account = await make_account(client)
    await client.get("/api/v1/users/me", headers=account.headers)
    output = capfd.readouterr().out
    assert "request" in output
    assert "analytical1" not in output
    assert account.access_token not in output


@pytest.mark.parametrize("offered", ["a b", "x" * 65, "{}"])
async def test_a_request_id_that_could_harm_a_log_is_replaced(
    client: AsyncClient, offered: str
) -> None:
    response = await client.get("/health/live", headers={"X-Request-ID": offered})
    assert response.headers["X-Request-ID"] != offered


async def test_browsers_are_told_to_trust_nothing(client: AsyncClient) -> None:
    headers = (await client.get("/health/live")).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Strict-Transport-Security" not in headers


async def test_the_documentation_may_load_its_scripts(client: AsyncClient) -> None:
    response = await client.get("/docs")
    assert response.status_code == 200
    assert "Content-Security-Policy" not in response.headers


async def test_production_is_reached_over_https_only(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"environment": Environment.PRODUCTION}))
    async with client_of(app) as client:
        response = await client.get("/health/live")
    assert "max-age" in response.headers["Strict-Transport-Security"]


async def test_only_configured_origins_are_let_in(client: AsyncClient) -> None:
    for origin, allowed in (("https://app.example.com", True), ("https://evil.example", False)):
        response = await client.get("/health/live", headers={"Origin": origin})
        assert (response.headers.get("Access-Control-Allow-Origin") == origin) is allowed


async def test_a_service_that_has_no_key_says_so(
    app: FastAPI, settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    keyless = create_app(settings.model_copy(update={"secret_key": None}))
    async with keyless.router.lifespan_context(keyless):
        assert "signing_key_missing" in capfd.readouterr().out
    assert app.state.settings.secret_key is not None
