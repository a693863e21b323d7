"""What the OpenAPI document says about errors: one problem model, under its own media type."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, status

from src.core.errors import PROBLEM_JSON, Problem

Responses = dict[int | str, dict[str, Any]]

REFERENCE = "#/components/schemas/Problem"
DESCRIPTIONS: Mapping[int, str] = {
    status.HTTP_400_BAD_REQUEST: "The request could not be read",
    status.HTTP_401_UNAUTHORIZED: "The credentials are missing, wrong or expired",
    status.HTTP_403_FORBIDDEN: "The caller may not do this",
    status.HTTP_404_NOT_FOUND: "There is no such thing",
    status.HTTP_409_CONFLICT: "The request contradicts what is stored",
    status.HTTP_412_PRECONDITION_FAILED: "The caller's copy is out of date",
    status.HTTP_413_CONTENT_TOO_LARGE: "The body is larger than the service accepts",
    status.HTTP_422_UNPROCESSABLE_CONTENT: "The request does not fit its description",
    status.HTTP_429_TOO_MANY_REQUESTS: "Too many attempts; wait as long as `Retry-After` says",
    status.HTTP_500_INTERNAL_SERVER_ERROR: "The server failed to answer",
    status.HTTP_503_SERVICE_UNAVAILABLE: "The service can't work at the moment",
}


def problems(*codes: int) -> Responses:
    """The `responses=` of an operation that may answer with these errors."""
    return {
        code: {
            "description": DESCRIPTIONS[code],
            "content": {
                PROBLEM_JSON: {
                    "schema": {"$ref": REFERENCE},
                    "example": {
                        "type": "about:blank",
                        "title": HTTPStatus(code).phrase,
                        "status": code,
                        "detail": DESCRIPTIONS[code],
                        "request_id": "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90",
                        "errors": [],
                    },
                }
            },
        }
        for code in codes
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
    codes = [status.HTTP_500_INTERNAL_SERVER_ERROR]
    if "requestBody" in operation:
        codes += [status.HTTP_400_BAD_REQUEST, status.HTTP_413_CONTENT_TOO_LARGE]
    if "422" in operation["responses"]:
        codes.append(status.HTTP_422_UNPROCESSABLE_CONTENT)
    if "security" in operation:
        codes.append(status.HTTP_401_UNAUTHORIZED)
    common = {str(code): answer for code, answer in problems(*codes).items()}
    operation["responses"] = dict(sorted((operation["responses"] | common).items()))
