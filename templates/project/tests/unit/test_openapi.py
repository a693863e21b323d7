"""The document that callers read."""

from collections.abc import Iterator
from typing import Any

import pytest

from src.core.settings import Settings
from src.main import create_app

Operation = tuple[str, dict[str, Any]]


def operations() -> Iterator[Operation]:
    document = create_app(Settings(_env_file=None)).openapi()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


OPERATIONS = list(operations())
each_operation = pytest.mark.parametrize(
    "operation", [found for _, found in OPERATIONS], ids=[name for name, _ in OPERATIONS]
)


@each_operation
def test_it_says_what_it_does(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]


@each_operation
def test_its_errors_are_problem_details(operation: dict[str, Any]) -> None:
    errors = {
        status: answer for status, answer in operation["responses"].items() if status >= "400"
    }
    assert "500" in errors
    for answer in errors.values():
        (media_type,) = answer["content"]
        assert media_type == "application/problem+json"
        assert answer["content"][media_type]["schema"]["$ref"].endswith("/Problem")
        assert answer["content"][media_type]["example"]["title"]


@each_operation
def test_a_protected_one_says_that_it_may_refuse(operation: dict[str, Any]) -> None:
    if "security" in operation:
        assert "401" in operation["responses"]


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(ids) == len(set(ids))


def test_every_schema_that_is_sent_or_returned_has_an_example() -> None:
    schemas = create_app(Settings(_env_file=None)).openapi()["components"]["schemas"]
    parts = {"FieldError"} | {name for name, schema in schemas.items() if "enum" in schema}
    plain = {name for name in schemas if not name.startswith("Page_")} - parts
    assert {name for name in plain if "examples" not in schemas[name]} == set()
