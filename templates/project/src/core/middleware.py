"""Pure ASGI middlewares: request id and request line, security headers, body limit.

Pure, because a `BaseHTTPMiddleware` costs a hundred times as much and hides context variables.
"""

import re
import time
from collections.abc import Mapping

import structlog
from fastapi import status
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils.compat import uuid7

from src.core.metrics import RouteTemplates

REQUEST_ID = "X-Request-ID"
SECURITY_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# The documentation pages load their scripts from elsewhere.
DOCUMENTATION = ("/docs", "/redoc")

_ACCEPTED_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
logger = structlog.get_logger(__name__)


class RequestLogMiddleware:
    """Gives every request an id, and writes one line when it ends."""

    def __init__(self, app: ASGIApp, templates: RouteTemplates) -> None:
        self.app = app
        self.templates = templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the id is in its state, its response and every line it logs."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        code = 500

        async def add_id(message: Message) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        started = time.perf_counter()
        try:
            await self.app(scope, receive, add_id)
        finally:
            logger.info(
                "request",
                method=scope["method"],
                route=self.templates.find(scope),
                status=code,
                duration_ms=round((time.perf_counter() - started) * 1000, 2),
            )


class SecurityHeadersMiddleware:
    """Adds the headers that tell a browser to trust nothing it wasn't given."""

    def __init__(self, app: ASGIApp, *, https_only: bool) -> None:
        self.app = app
        self.headers = dict(SECURITY_HEADERS)
        if https_only:
            self.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; headers that a route set itself are kept."""
        if scope["type"] != "http" or scope["path"].startswith(DOCUMENTATION):
            await self.app(scope, receive, send)
            return

        async def add_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, add_headers)


class BodyLimitMiddleware:
    """Refuses bodies over a limit, whether they announce their length or not.

    FastAPI's own `max_body_size` does too, but answers in plain text.
    """

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; reading a body that is too large raises."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        received = 0
        announced = Headers(scope=scope).get("Content-Length", "")
        too_large = announced.isdecimal() and int(announced) > self.max_bytes

        async def count() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if too_large or received > self.max_bytes:
                detail = f"The body is larger than {self.max_bytes} bytes"
                raise HTTPException(status.HTTP_413_CONTENT_TOO_LARGE, detail)
            return message

        await self.app(scope, count, send)


def _request_id(scope: Scope) -> str:
    """The caller's id where it is harmless to log, otherwise a new one."""
    offered = Headers(scope=scope).get(REQUEST_ID, "")
    return offered if _ACCEPTED_ID.fullmatch(offered) else str(uuid7())
