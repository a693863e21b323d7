"""Errors: what services raise, and the problem details (RFC 9457) that callers get for all of them.

DomainError
├── NotFound            404
├── Conflict            409
├── PreconditionFailed  412
├── Unauthorized        401
├── Forbidden           403
└── TooManyAttempts     429
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from src.core.middleware import REQUEST_ID, SECURITY_HEADERS

PROBLEM_JSON = "application/problem+json"

logger = structlog.get_logger(__name__)


class FieldError(BaseModel):
    """One thing that is wrong with a request."""

    location: list[str | int] = Field(description="Where: the part of the request, then the path")
    message: str
    type: str = Field(description="Pydantic's name for the error")


class Problem(BaseModel):
    """Problem details, RFC 9457."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Not Found",
                    "status": 404,
                    "detail": "There is no such user",
                    "request_id": "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90",
                    "errors": [],
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str | None = Field(description="Quote it when you ask about this response")
    errors: list[FieldError] = Field(default=[], description="What a 422 found, otherwise empty")


class DomainError(Exception):
    """Base of what services raise; carries the status and the sentence that a caller gets."""

    code = status.HTTP_500_INTERNAL_SERVER_ERROR

    def __init__(self, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers


class NotFound(DomainError):  # noqa: N818 -- named for the answer, as HTTP does
    """There is no such thing, or none that the caller may see."""

    code = status.HTTP_404_NOT_FOUND


class Conflict(DomainError):  # noqa: N818
    """The request contradicts what is stored."""

    code = status.HTTP_409_CONFLICT


class PreconditionFailed(DomainError):  # noqa: N818
    """The caller's copy is out of date."""

    code = status.HTTP_412_PRECONDITION_FAILED


class Unauthorized(DomainError):  # noqa: N818
    """The caller didn't show who they are."""

    code = status.HTTP_401_UNAUTHORIZED

    def __init__(self, detail: str) -> None:
        super().__init__(detail, {"WWW-Authenticate": "Bearer"})


class Forbidden(DomainError):  # noqa: N818
    """The caller is known, and may not."""

    code = status.HTTP_403_FORBIDDEN


class TooManyAttempts(DomainError):  # noqa: N818
    """The caller has to wait."""

    code = status.HTTP_429_TOO_MANY_REQUESTS

    def __init__(self, detail: str, seconds: int) -> None:
        super().__init__(detail, {"Retry-After": str(seconds)})


def add_exception_handlers(app: FastAPI) -> None:
    """Answer every error of `app` with problem details."""
    app.exception_handler(DomainError)(_domain_error)
    app.exception_handler(HTTPException)(_http_error)
    app.exception_handler(RequestValidationError)(_validation_error)
    app.exception_handler(IntegrityError)(_integrity_error)
    app.exception_handler(StaleDataError)(_stale_data)
    app.exception_handler(Exception)(_unexpected_error)


def _problem(
    request: Request,
    code: int,
    detail: str,
    *,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    problem = Problem(
        title=HTTPStatus(code).phrase,
        status=code,
        detail=detail,
        request_id=getattr(request.state, "request_id", None),
        errors=list(errors),
    )
    return JSONResponse(
        problem.model_dump(), status_code=code, headers=headers, media_type=PROBLEM_JSON
    )


async def _domain_error(request: Request, error: DomainError) -> JSONResponse:
    return _problem(request, error.code, error.detail, headers=error.headers)


async def _http_error(request: Request, error: HTTPException) -> JSONResponse:
    headers = dict(error.headers or {})
    if error.status_code == status.HTTP_405_METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_allowed_methods(request))
    return _problem(request, error.status_code, error.detail, headers=headers)


def _allowed_methods(request: Request) -> list[str]:
    """The methods of all routes that share the path; Starlette names those of the first alone."""
    methods: set[str] = set()
    for context in iter_route_contexts(request.app.routes):
        if context.methods and context.path_regex.match(request.url.path):
            methods |= context.methods
    return sorted(methods)


async def _validation_error(request: Request, error: RequestValidationError) -> JSONResponse:
    # The values that were sent stay out of the answer: one of them may be a password.
    errors = [
        FieldError(location=list(found["loc"]), message=found["msg"], type=found["type"])
        for found in error.errors()
    ]
    detail = "The request does not fit its description"
    return _problem(request, status.HTTP_422_UNPROCESSABLE_CONTENT, detail, errors=errors)


async def _integrity_error(request: Request, error: IntegrityError) -> JSONResponse:
    logger.warning("integrity_error", reason=type(error.orig).__name__)
    return _problem(request, status.HTTP_409_CONFLICT, "The request contradicts what is stored")


async def _stale_data(request: Request, _error: StaleDataError) -> JSONResponse:
    detail = "Somebody else changed this at the same moment; read it again"
    return _problem(request, status.HTTP_409_CONFLICT, detail)


async def _unexpected_error(request: Request, _error: Exception) -> JSONResponse:
    """Tell nothing of the cause; the server logs it. This answer passes no middleware."""
    headers = dict(SECURITY_HEADERS)
    if request_id := getattr(request.state, "request_id", None):
        headers[REQUEST_ID] = request_id
    detail = "The server failed to answer; quote the request id when you report it"
    return _problem(request, status.HTTP_500_INTERNAL_SERVER_ERROR, detail, headers=headers)
