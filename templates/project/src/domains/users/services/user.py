"""Registering, finding and changing accounts."""

from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.concurrency import require_match
from src.core.errors import Conflict, NotFound
from src.core.idempotency import Idempotency
from src.core.pagination import PageRequest, Rows, paginate
from src.core.security import PasswordHashes
from src.domains.users.models import User
from src.domains.users.schemas import UserIn, UserUpdate

logger = structlog.get_logger(__name__)


class UserService:
    """All that is done to accounts, within one session."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def register(
        self, user_in: UserIn, hashes: PasswordHashes, idempotency: Idempotency
    ) -> User:
        """Make an account.

        Raises:
            Conflict: the address has one already.
        """
        if (earlier := await idempotency.find(user_in)) is not None:
            return await self.get(earlier)
        if await self.find_by_email(user_in.email) is not None:
            raise Conflict("This e-mail address is registered already")
        user = User(
            email=user_in.email,
            full_name=user_in.full_name,
            password_hash=await hashes.create(user_in.password.get_secret_value()),
        )
        self.session.add(user)
        await self.session.flush()
        await idempotency.remember(user_in, user.id)
        await self.session.commit()
        logger.info("user_registered", registered_id=str(user.id))
        return user

    async def find_by_email(self, email: str) -> User | None:
        """The account of a normalised address, if there is one."""
        result = await self.session.execute(select(User).where(User.email == email))
        return result.scalar_one_or_none()

    async def find(self, user_id: UUID) -> User | None:
        """The account with this id, if there is one."""
        result = await self.session.execute(select(User).where(User.id == user_id))
        return result.scalar_one_or_none()

    async def get(self, user_id: UUID) -> User:
        """The account with this id.

        Raises:
            NotFound: there is none.
        """
        user = await self.find(user_id)
        if user is None:
            raise NotFound("There is no such user")
        return user

    async def list(self, page: PageRequest, *, is_active: bool | None) -> Rows[User]:
        """A page of accounts, oldest first."""
        statement = select(User)
        if is_active is not None:
            statement = statement.where(User.is_active == is_active)
        return await paginate(self.session, statement, page, User.id)

    async def update(self, user: User, changes: UserUpdate, if_match: str | None) -> User:
        """Change what `changes` names.

        Raises:
            PreconditionFailed: the caller's copy is out of date.
        """
        require_match(user, if_match)
        for name, value in changes.model_dump(exclude_unset=True).items():
            setattr(user, name, value)
        await self.session.commit()
        logger.info("user_updated", updated_id=str(user.id))
        return user
