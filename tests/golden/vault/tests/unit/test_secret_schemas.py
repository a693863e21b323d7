"""What callers may send about secrets."""

from typing import Any

import pytest
from pydantic import ValidationError

from src.domains.vault.schemas import SecretIn, SecretOut, SecretUpdate

MINIMAL: dict[str, Any] = {"label": "Label", "value": "Value"}


def test_the_examples_are_true() -> None:
    for schema in (SecretIn, SecretUpdate, SecretOut):
        for example in schema.model_json_schema()["examples"]:
            schema.model_validate(example)


def test_what_is_required_is_enough() -> None:
    assert SecretIn.model_validate(MINIMAL).model_dump(exclude_unset=True).keys() == MINIMAL.keys()


def test_an_update_knows_unset_from_the_rest() -> None:
    assert SecretUpdate.model_validate({}).model_dump() == {}


@pytest.mark.parametrize("schema", [SecretIn, SecretUpdate])
@pytest.mark.parametrize("name", ["id", "created_at", "version", "owner_id", "nonsense"])
def test_callers_set_no_field_that_is_not_theirs(schema: type[SecretIn], name: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        schema.model_validate({name: "x"})


def test_a_secret_is_not_shown() -> None:
    for name, secret in [("value", "777777777777")]:
        shown = SecretUpdate.model_validate({name: secret})
        assert secret not in repr(shown) + shown.model_dump_json()
        assert name not in SecretOut.model_fields
