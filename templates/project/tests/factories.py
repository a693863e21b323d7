"""What tests need in the database or in their hands: accounts and signed-in callers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from weakref import WeakKeyDictionary

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.security import Principal, Role, TokenKind
from src.domains.users.models import User

PASSWORD = "analytical1"

_numbers = count(1)
_applications: WeakKeyDictionary[AsyncClient, FastAPI] = WeakKeyDictionary()


@dataclass(frozen=True)
class Account:
    """An account and the tokens of its first login."""

    id: str
    email: str
    access_token: str
    refresh_token: str

    @property
    def headers(self) -> dict[str, str]:
        """The header that signs a request."""
        return {"Authorization": f"Bearer {self.access_token}"}


@asynccontextmanager
async def client_of(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """A client that isn't signed in, of an application that is started for it."""
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=transport, base_url="http://service") as client,
    ):
        _applications[client] = app
        yield client


async def register(client: AsyncClient, email: str | None = None) -> str:
    """Register an account; its address."""
    email = email or f"person{next(_numbers)}@example.com"
    response = await client.post("/api/v1/users", json={"email": email, "password": PASSWORD})
    response.raise_for_status()
    return email


async def sign_in(client: AsyncClient, email: str) -> Account:
    """Sign an account in."""
    form = {"username": email, "password": PASSWORD}
    response = await client.post("/api/v1/auth/token", data=form)
    tokens = response.raise_for_status().json()
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    me = await client.get("/api/v1/users/me", headers=headers)
    return Account(me.json()["id"], email, tokens["access_token"], tokens["refresh_token"])


async def make_account(client: AsyncClient) -> Account:
    """A new account, signed in."""
    return await sign_in(client, await register(client))


async def make_admin(client: AsyncClient, session: AsyncSession) -> Account:
    """A new account with the role of an administrator, signed in."""
    email = await register(client)
    await session.execute(update(User).where(User.email == email).values(role=Role.ADMIN))
    await session.commit()
    return await sign_in(client, email)


async def make_caller(
    app: FastAPI, session: AsyncSession, role: Role = Role.USER
) -> dict[str, str]:
    """The header of a caller with this role; without a password, whose hash takes its time."""
    email = f"caller{next(_numbers)}@example.com"
    user = User(email=email, password_hash="none", role=role)
    session.add(user)
    await session.commit()
    token = app.state.tokens.sign(TokenKind.ACCESS, Principal(user.id, role))
    return {"Authorization": f"Bearer {token}"}


async def make_other_caller(client: AsyncClient, role: Role) -> dict[str, str]:
    """The header of one more caller, with this role, where only a client is at hand."""
    app = _applications[client]
    async with app.state.database.sessions() as session:
        return await make_caller(app, session, role)
