"""External names and their one form."""

import pytest

from fe_skill.project.interpreter.names import canonical


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("fastapi.routing.APIRouter", "fastapi.APIRouter"),
        ("starlette.requests.Request", "fastapi.Request"),
        ("typing_extensions.Annotated", "typing.Annotated"),
        ("fastapi.exceptions.HTTPException", "fastapi.HTTPException"),
        ("starlette.exceptions.HTTPException", "starlette.exceptions.HTTPException"),
        ("somewhere.else.APIRouter", "somewhere.else.APIRouter"),
    ],
)
def test_names_are_one_only_where_the_things_are(written: str, known: str) -> None:
    assert canonical(written) == known
