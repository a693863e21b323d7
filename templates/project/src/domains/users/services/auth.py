"""Signing in, staying signed in, signing out."""

import hashlib
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from src.core.errors import TooManyAttempts, Unauthorized
from src.core.models import utc_now
from src.core.security import PasswordHashes, Principal, Role, TokenKind, Tokens
from src.core.settings import Settings
from src.domains.users.models import LoginFailure, RefreshToken, User
from src.domains.users.schemas import TokenOut
from src.domains.users.services.user import UserService

REFUSED = "The e-mail address or the password is wrong"

logger = structlog.get_logger(__name__)


class AuthService:
    """Exchanges credentials for tokens, within one session."""

    def __init__(
        self, session: AsyncSession, settings: Settings, hashes: PasswordHashes, tokens: Tokens
    ) -> None:
        self.session = session
        self.attempts = settings.login_attempts
        self.window = timedelta(minutes=settings.login_window_minutes)
        self.hashes = hashes
        self.tokens = tokens

    async def login(self, email: str, password: str, address: str) -> TokenOut:
        """Exchange a password for tokens; takes as long for accounts that don't exist.

        Raises:
            Unauthorized: no active account has this address and password.
            TooManyAttempts: too many failed from this network address within the window.
        """
        email = email.strip().lower()
        subject = hashlib.sha256(f"{email}\n{address}".encode()).hexdigest()
        await self._require_attempts_left(subject)
        # No stored address has a control character, and PostgreSQL takes no NUL in a query.
        user = await UserService(self.session).find_by_email(email) if email.isprintable() else None
        stored = user.password_hash if user else None
        if not await self.hashes.verify(password, stored) or user is None or not user.is_active:
            await self._remember_failure(subject)
            raise Unauthorized(REFUSED)
        await self.session.execute(delete(LoginFailure).where(LoginFailure.subject == subject))
        return await self._issue(user, family_id=uuid7())

    async def refresh(self, refresh_token: str) -> TokenOut:
        """Exchange a refresh token for a new pair; the old one is used up.

        Raises:
            Unauthorized: the token is invalid, expired, given up, or was used before. In the last
                case one of its two holders stole it, and the whole family ends.
        """
        claims = self.tokens.read(TokenKind.REFRESH, refresh_token)
        known = await self.session.get(RefreshToken, claims.token_id)
        if known is None:
            raise Unauthorized("The token was given up")
        used = await self.session.execute(
            update(RefreshToken)
            .where(RefreshToken.id == claims.token_id, RefreshToken.used_at.is_(None))
            .values(used_at=utc_now())
            .returning(RefreshToken.id)
        )
        if used.scalar_one_or_none() is None:
            await self._end_family(known.family_id)
            logger.warning("refresh_token_reused", user=str(known.user_id))
            raise Unauthorized("The token was used before")
        user = await UserService(self.session).get(known.user_id)
        if not user.is_active:
            await self._end_family(known.family_id)
            raise Unauthorized(REFUSED)
        return await self._issue(user, known.family_id)

    async def logout(self, refresh_token: str) -> None:
        """Give up a refresh token and all that came before it; unknown ones are none already."""
        claims = self.tokens.read(TokenKind.REFRESH, refresh_token)
        known = await self.session.get(RefreshToken, claims.token_id)
        if known is not None:
            await self._end_family(known.family_id)

    async def _require_attempts_left(self, subject: str) -> None:
        recent = LoginFailure.failed_at > utc_now() - self.window
        failures = select(func.count()).where(LoginFailure.subject == subject, recent)
        result = await self.session.execute(failures)
        if result.scalar_one() >= self.attempts:
            raise TooManyAttempts("Too many failed logins", int(self.window.total_seconds()))

    async def _remember_failure(self, subject: str) -> None:
        expired = LoginFailure.failed_at < utc_now() - self.window
        await self.session.execute(delete(LoginFailure).where(expired))
        self.session.add(LoginFailure(subject=subject))
        await self.session.commit()
        logger.info("login_failed")

    async def _issue(self, user: User, family_id: UUID) -> TokenOut:
        now = utc_now()
        expired = RefreshToken.expires_at < now
        await self.session.execute(
            delete(RefreshToken).where(RefreshToken.user_id == user.id, expired)
        )
        principal = Principal(user.id, Role(user.role))
        expires_at = now + self.tokens.lifetimes[TokenKind.REFRESH]
        token = RefreshToken(
            id=uuid7(), user_id=user.id, family_id=family_id, expires_at=expires_at
        )
        self.session.add(token)
        await self.session.commit()
        return TokenOut(
            access_token=self.tokens.sign(TokenKind.ACCESS, principal),
            refresh_token=self.tokens.sign(TokenKind.REFRESH, principal, token.id),
            expires_in=int(self.tokens.lifetimes[TokenKind.ACCESS].total_seconds()),
        )

    async def _end_family(self, family_id: UUID) -> None:
        await self.session.execute(delete(RefreshToken).where(RefreshToken.family_id == family_id))
        await self.session.commit()
