"""What callers may send about boxes."""

from typing import Any

import pytest
from pydantic import ValidationError

from src.domains.vault.schemas import BoxIn, BoxOut, BoxUpdate

MINIMAL: dict[str, Any] = {"name": "Name"}


def test_the_examples_are_true() -> None:
    for schema in (BoxIn, BoxUpdate, BoxOut):
        for example in schema.model_json_schema()["examples"]:
            schema.model_validate(example)


def test_what_is_required_is_enough() -> None:
    assert BoxIn.model_validate(MINIMAL).model_dump(exclude_unset=True).keys() == MINIMAL.keys()


def test_an_update_knows_unset_from_the_rest() -> None:
    assert BoxUpdate.model_validate({}).model_dump() == {}


@pytest.mark.parametrize("schema", [BoxIn, BoxUpdate])
@pytest.mark.parametrize("name", ["id", "created_at", "version", "owner_id", "nonsense"])
def test_callers_set_no_field_that_is_not_theirs(schema: type[BoxIn], name: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        schema.model_validate({name: "x"})
