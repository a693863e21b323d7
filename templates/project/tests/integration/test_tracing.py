"""Traces."""

import asyncio
from collections.abc import Iterator

import pytest
from factories import client_of, make_account
from fastapi import FastAPI
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from src.core.settings import Settings
from src.core.telemetry import Telemetry
from src.main import create_app


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """What would be sent to a collector."""
    exporter = InMemorySpanExporter()
    yield exporter
    exporter.shutdown()


async def fail_to_select(app: FastAPI) -> None:
    async with app.state.database.engine.connect() as connection:
        await connection.execute(text("SELECT nothing"))


async def test_a_trace_spans_the_request_and_its_statements(
    settings: Settings, spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    processor = SimpleSpanProcessor(spans)
    monkeypatch.setattr("src.main.Telemetry", lambda settings: Telemetry(settings, processor))
    app = create_app(settings)
    async with client_of(app) as client:
        account = await make_account(client)
        spans.clear()
        await client.get("/api/v1/users/me", headers=account.headers)
        await client.get("/health/live")
        with pytest.raises(DBAPIError):
            await fail_to_select(app)
    *finished, failed = spans.get_finished_spans()
    assert failed.status.status_code is StatusCode.ERROR
    request = next(span for span in finished if span.parent is None)
    assert request.name == "GET /api/v1/users/me"
    statements = [span for span in finished if span.parent is not None]
    assert statements
    assert {span.context.trace_id for span in finished} == {request.context.trace_id}


async def test_an_endpoint_turns_tracing_on_and_none_leaves_it_off(settings: Settings) -> None:
    assert Telemetry(settings).provider is None
    endpoint = "http://127.0.0.1:9"
    telemetry = Telemetry(settings.model_copy(update={"otel_exporter_otlp_endpoint": endpoint}))
    assert telemetry.provider is not None
    await asyncio.to_thread(telemetry.flush)
