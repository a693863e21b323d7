"""What the OpenAPI document says about errors: one problem model, under its own media type."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from src.core.errors import PROBLEM_JSON, Problem

Responses = dict[int | str, dict[str, Any]]

REFERENCE = "#/components/schemas/Problem"
DESCRIPTIONS: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "The request could not be read",
    HTTPStatus.UNAUTHORIZED: "The credentials are missing, wrong or expired",
    HTTPStatus.FORBIDDEN: "The caller may not do this",
    HTTPStatus.NOT_FOUND: "There is no such thing",
    HTTPStatus.CONFLICT: "The request contradicts what is stored",
    HTTPStatus.PRECONDITION_FAILED: "The caller's copy is out of date",
    HTTPStatus.CONTENT_TOO_LARGE: "The body is larger than the service accepts",
    HTTPStatus.UNPROCESSABLE_CONTENT: "The request does not fit its description",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many attempts; wait as long as `Retry-After` says",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The server failed to answer",
    HTTPStatus.SERVICE_UNAVAILABLE: "The service can't work at the moment",
}


def problems(*statuses: HTTPStatus) -> Responses:
    """The `responses=` of an operation that may answer with these errors."""
    return {
        int(status): {
            "description": DESCRIPTIONS[status],
            "content": {
                PROBLEM_JSON: {
                    "schema": {"$ref": REFERENCE},
                    "example": {
                        "type": "about:blank",
                        "title": status.phrase,
                        "status": int(status),
                        "detail": DESCRIPTIONS[status],
                        "request_id": "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90",
                        "errors": [],
                    },
                }
            },
        }
        for status in statuses
    }


def describe_problems(app: FastAPI) -> None:
    """Complete the document: the problem model, and the errors that need no thought of a route's.

    Those are what a wrong body, wrong parameters or a missing token lead to, and our own failures.
    """
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = generate()
            for methods in document["paths"].values():
                for operation in methods.values():
                    _add_common_errors(operation)
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            for replaced in ("HTTPValidationError", "ValidationError"):
                schemas.pop(replaced, None)
            problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(problem.pop("$defs"), Problem=problem)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend it


def _add_common_errors(operation: dict[str, Any]) -> None:
    statuses = [HTTPStatus.INTERNAL_SERVER_ERROR]
    if "requestBody" in operation:
        statuses += [HTTPStatus.BAD_REQUEST, HTTPStatus.CONTENT_TOO_LARGE]
    if "422" in operation["responses"]:
        statuses.append(HTTPStatus.UNPROCESSABLE_CONTENT)
    if "security" in operation:
        statuses.append(HTTPStatus.UNAUTHORIZED)
    common = {str(status): answer for status, answer in problems(*statuses).items()}
    operation["responses"] = dict(sorted((operation["responses"] | common).items()))
