"""What callers may send about accounts."""

import pytest
from pydantic import ValidationError

from src.domains.users.schemas import UserIn, UserUpdate


def test_an_address_is_normalised() -> None:
    assert UserIn.model_validate({"email": "Ada@Example.COM", "password": "analytical1"}).email == (
        "ada@example.com"
    )


@pytest.mark.parametrize("password", ["short1", "no digit at all", "1" * 129])
def test_a_weak_or_endless_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        UserIn.model_validate({"email": "ada@example.com", "password": password})


def test_a_password_is_not_shown() -> None:
    user_in = UserIn.model_validate({"email": "ada@example.com", "password": "analytical1"})
    assert "analytical1" not in repr(user_in)
    assert "analytical1" not in user_in.model_dump_json()


@pytest.mark.parametrize("field", ["role", "is_active", "id"])
def test_callers_set_no_field_that_is_not_theirs(field: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        UserIn.model_validate({"email": "a@example.com", "password": "analytical1", field: "x"})


def test_an_update_knows_unset_from_null() -> None:
    assert UserUpdate().model_dump(exclude_unset=True) == {}
    assert UserUpdate(full_name=None).model_dump(exclude_unset=True) == {"full_name": None}


def test_a_name_has_no_control_characters() -> None:
    with pytest.raises(ValidationError, match="pattern"):
        UserUpdate(full_name="Ada\x00")
