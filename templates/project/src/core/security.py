"""Who is calling: passwords, tokens, and the caller as every domain sees them.

A token names its bearer and their role, so that a domain asks no database who is calling. Where
an answer has to follow a change of the account at once, `src.domains.users` has a dependency that
reads the account.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any
from uuid import UUID

import jwt
import structlog
from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer
from uuid_utils.compat import uuid7

from src.core.errors import Forbidden, Unauthorized
from src.core.models import utc_now
from src.core.settings import Settings

ALGORITHM = "HS256"
TOKEN_URL = "/api/v1/auth/token"  # noqa: S105 -- an address, not a token

oauth2_scheme = OAuth2PasswordBearer(tokenUrl=TOKEN_URL, refreshUrl="/api/v1/auth/refresh")


class Role(StrEnum):
    """What a user may do."""

    USER = "user"
    ADMIN = "admin"


class TokenKind(StrEnum):
    """An access token opens routes; a refresh token is exchanged for the next pair."""

    ACCESS = "access"
    REFRESH = "refresh"


@dataclass(frozen=True)
class Principal:
    """The caller, as their access token describes them."""

    id: UUID
    role: Role


@dataclass(frozen=True)
class Claims:
    """What we read from a token of ours."""

    token_id: UUID
    user_id: UUID
    role: Role


class PasswordHashes:
    """Argon2 hashes, made and checked off the event loop, a few at a time: each takes 64 MiB."""

    def __init__(self, concurrent: int = 4) -> None:
        self._hasher = PasswordHasher()
        self._limiter = CapacityLimiter(concurrent)

    async def create(self, password: str) -> str:
        """The hash to store."""
        return await to_thread.run_sync(self._hasher.hash, password, limiter=self._limiter)

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether `password` made `stored`; takes as long for an account that doesn't exist."""
        return await to_thread.run_sync(self._matches, password, stored, limiter=self._limiter)

    @cached_property
    def _decoy(self) -> str:
        """Checked in place of an unknown account's hash."""
        return self._hasher.hash("no account has this password")

    def _matches(self, password: str, stored: str | None) -> bool:
        try:
            return self._hasher.verify(stored or self._decoy, password) and stored is not None
        except VerificationError:
            return False


class Tokens:
    """Signs and reads the service's tokens."""

    def __init__(self, settings: Settings) -> None:
        self._key = settings.signing_key
        self._issuer = settings.service_name
        self.lifetimes = {
            TokenKind.ACCESS: timedelta(minutes=settings.access_token_minutes),
            TokenKind.REFRESH: timedelta(days=settings.refresh_token_days),
        }

    def sign(self, kind: TokenKind, principal: Principal, token_id: UUID | None = None) -> str:
        """A token of `kind` for `principal`."""
        now = utc_now()
        payload = {
            "iss": self._issuer,
            "aud": kind.value,
            "sub": str(principal.id),
            "role": principal.role.value,
            "jti": str(token_id or uuid7()),
            "iat": now,
            "exp": now + self.lifetimes[kind],
        }
        return jwt.encode(payload, self._key, algorithm=ALGORITHM)

    def read(self, kind: TokenKind, token: str) -> Claims:
        """The claims of a token of `kind`.

        Raises:
            Unauthorized: it isn't ours, is of another kind, or has expired.
        """
        try:
            payload: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=kind.value,
                issuer=self._issuer,
                options={"require": ["iss", "aud", "sub", "jti", "iat", "exp"]},
            )
            return Claims(UUID(payload["jti"]), UUID(payload["sub"]), Role(payload["role"]))
        except (jwt.InvalidTokenError, KeyError, ValueError) as error:
            raise Unauthorized("The token is invalid or has expired") from error


async def get_principal(
    request: Request, token: Annotated[str, Depends(oauth2_scheme)]
) -> Principal:
    """The caller; refuses a request without a valid access token."""
    tokens: Tokens = request.app.state.tokens
    claims = tokens.read(TokenKind.ACCESS, token)
    structlog.contextvars.bind_contextvars(user_id=str(claims.user_id))
    request.state.caller_id = claims.user_id
    return Principal(claims.user_id, claims.role)


PrincipalDep = Annotated[Principal, Depends(get_principal)]


def require_role(role: Role) -> Callable[[Principal], Awaitable[Principal]]:
    """A dependency that lets only callers with `role` pass."""

    async def check_role(principal: PrincipalDep) -> Principal:
        if principal.role is not role:
            raise Forbidden(f"This needs the role {role.value}")
        return principal

    return check_role


AdminDep = Annotated[Principal, Depends(require_role(Role.ADMIN))]
