"""Prometheus metrics of all requests, labelled by route template and never by raw path."""

import time

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import iter_route_contexts
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNMATCHED = "unmatched"

router = APIRouter()


class RouteTemplates:
    """The full path template of the route that a request took.

    An included route knows only its own part of the path; the application knows the whole.
    """

    def __init__(self) -> None:
        self._by_route: dict[int, list[str]] = {}

    def find(self, scope: Scope) -> str:
        """The template, for instance `/api/v1/users/{user_id}`; `unmatched` where there is none."""
        if "route" not in scope:
            return UNMATCHED
        if not self._by_route:
            self._read(scope["app"])
        # One router may be included under several prefixes.
        candidates = self._by_route.get(id(scope["route"]), ())
        fitting = (path for path in candidates if scope["path"].startswith(path.partition("{")[0]))
        return max(fitting, key=len, default=UNMATCHED)

    def _read(self, app: FastAPI) -> None:
        for context in iter_route_contexts(app.routes):
            if context.path is not None:
                self._by_route.setdefault(id(context.original_route), []).append(context.path)


class Metrics:
    """The registry of one application and what it counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "http_request_duration_seconds",
            "Time from the first byte of a request to the last byte of its response",
            ("method", "route", "status"),
            registry=self.registry,
        )


class MetricsMiddleware:
    """Observes the duration of every request."""

    def __init__(self, app: ASGIApp, metrics: Metrics, templates: RouteTemplates) -> None:
        self.app = app
        self.metrics = metrics
        self.templates = templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and time it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        started = time.perf_counter()
        try:
            await self.app(scope, receive, note_status)
        finally:
            seconds = time.perf_counter() - started
            route = self.templates.find(scope)
            method = scope["method"] if route != UNMATCHED else "any"
            self.metrics.requests.labels(method, route, str(status)).observe(seconds)


@router.get("/metrics", include_in_schema=False)
async def read_metrics(request: Request) -> Response:
    """All metrics in Prometheus' text format."""
    metrics: Metrics = request.app.state.metrics
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)
