"""Tracing through OpenTelemetry, off until an endpoint is configured."""

from fastapi.telemetry import TelemetryConfig
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext

from src.core.database import Database
from src.core.settings import Settings

UNTRACED_PATHS = frozenset({"/metrics", "/health/live", "/health/ready"})


class Telemetry:
    """The tracer of one application; without an endpoint it does nothing at all."""

    def __init__(self, settings: Settings, processor: SpanProcessor | None = None) -> None:
        endpoint = settings.otel_exporter_otlp_endpoint
        if processor is None and endpoint is not None:
            exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
            processor = BatchSpanProcessor(exporter)
        self.provider: TracerProvider | None = None
        if processor is not None:
            resource = Resource.create({SERVICE_NAME: settings.service_name})
            self.provider = TracerProvider(resource=resource)
            self.provider.add_span_processor(processor)

    def config(self) -> TelemetryConfig:
        """What FastAPI, which traces requests by itself, needs to know."""
        return {
            "tracer_provider": self.provider,
            "tracing": self.provider is not None,
            "operation_spans": False,
            "exclude": lambda scope: scope.get("path") in UNTRACED_PATHS,
        }

    def instrument(self, database: Database) -> None:
        """Trace the statements of `database`."""
        if self.provider is not None:
            trace_statements(database.engine.sync_engine, self.provider.get_tracer(__name__))

    def flush(self) -> None:
        """Send what is still waiting, and stop."""
        if self.provider is not None:
            self.provider.shutdown()


def trace_statements(engine: Engine, tracer: Tracer) -> None:
    """Make a span of every statement that `engine` executes; parameters stay out of it."""

    def start(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        name = statement.split(maxsplit=1)[0].upper()
        attributes = {"db.system.name": engine.dialect.name, "db.query.text": statement}
        span = tracer.start_span(name, kind=SpanKind.CLIENT, attributes=attributes)
        connection.info.setdefault("spans", []).append(span)

    def end(connection: Connection, *_rest: object) -> None:
        connection.info["spans"].pop().end()

    def fail(failure: ExceptionContext) -> None:
        spans = failure.connection.info.get("spans") if failure.connection else None
        if spans:
            span = spans.pop()
            span.set_status(Status(StatusCode.ERROR, type(failure.original_exception).__name__))
            span.end()

    event.listen(engine, "before_cursor_execute", start)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)
