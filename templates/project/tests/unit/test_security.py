"""Passwords, tokens and roles."""

from datetime import timedelta
from uuid import uuid4

import jwt
import pytest

from src.core.errors import Forbidden, Unauthorized
from src.core.security import (
    PasswordHashes,
    Principal,
    Role,
    TokenKind,
    Tokens,
    require_role,
)
from src.core.settings import Settings

KEY = "0123456789abcdef0123456789abcdef"
CALLER = Principal(uuid4(), Role.USER)


@pytest.fixture
def tokens() -> Tokens:
    """Tokens signed with a known key."""
    return Tokens(Settings(_env_file=None, secret_key=KEY))


def test_a_token_names_its_bearer(tokens: Tokens) -> None:
    claims = tokens.read(TokenKind.ACCESS, tokens.sign(TokenKind.ACCESS, CALLER))
    assert (claims.user_id, claims.role) == (CALLER.id, CALLER.role)


def test_one_kind_of_token_is_not_taken_for_the_other(tokens: Tokens) -> None:
    with pytest.raises(Unauthorized):
        tokens.read(TokenKind.ACCESS, tokens.sign(TokenKind.REFRESH, CALLER))


def test_an_expired_token_is_refused(tokens: Tokens) -> None:
    tokens.lifetimes[TokenKind.ACCESS] = timedelta(seconds=-1)
    with pytest.raises(Unauthorized):
        tokens.read(TokenKind.ACCESS, tokens.sign(TokenKind.ACCESS, CALLER))


def test_a_token_with_another_signature_is_refused(tokens: Tokens) -> None:
    other = Tokens(Settings(_env_file=None, secret_key=KEY[::-1]))
    with pytest.raises(Unauthorized):
        tokens.read(TokenKind.ACCESS, other.sign(TokenKind.ACCESS, CALLER))


def test_an_unsigned_token_is_refused(tokens: Tokens) -> None:
    payload = jwt.decode(tokens.sign(TokenKind.ACCESS, CALLER), options={"verify_signature": False})
    with pytest.raises(Unauthorized):
        tokens.read(TokenKind.ACCESS, jwt.encode(payload, key="", algorithm="none"))


def test_a_token_with_an_unknown_role_is_refused(tokens: Tokens) -> None:
    payload = jwt.decode(tokens.sign(TokenKind.ACCESS, CALLER), options={"verify_signature": False})
    forged = jwt.encode(payload | {"role": "emperor"}, KEY, algorithm="HS256")
    with pytest.raises(Unauthorized):
        tokens.read(TokenKind.ACCESS, forged)


async def test_a_hash_is_made_by_its_password_alone() -> None:
    hashes = PasswordHashes()
    stored = await hashes.create("analytical1")
    assert stored.startswith("$argon2id$")
    assert await hashes.verify("analytical1", stored)
    assert not await hashes.verify("analytical2", stored)


async def test_no_password_fits_an_account_that_does_not_exist() -> None:
    assert not await PasswordHashes().verify("no account has this password", None)


async def test_a_role_lets_only_its_bearers_pass() -> None:
    check = require_role(Role.ADMIN)
    admin = Principal(uuid4(), Role.ADMIN)
    assert await check(admin) is admin
    with pytest.raises(Forbidden, match="admin"):
        await check(CALLER)
