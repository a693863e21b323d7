"""Registering."""

from factories import PASSWORD, make_account, register
from httpx2 import AsyncClient
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.idempotency import IdempotencyKey
from src.core.models import utc_now
from src.domains.users.models import User

USERS = "/api/v1/users"
ADA = {"email": "Ada@Example.com", "password": PASSWORD, "full_name": "Ada Lovelace"}


async def count_users(session: AsyncSession) -> int:
    return (await session.execute(select(func.count()).select_from(User))).scalar_one()


async def test_a_new_account_is_returned_without_its_secret(client: AsyncClient) -> None:
    response = await client.post(USERS, json=ADA)
    assert response.status_code == 201
    body = response.json()
    assert response.headers["Location"] == f"{USERS}/{body['id']}"
    assert (body["email"], body["full_name"], body["role"]) == (
        "ada@example.com",
        "Ada Lovelace",
        "user",
    )
    assert not any("password" in name for name in body)


async def test_a_password_is_stored_as_a_hash(client: AsyncClient, session: AsyncSession) -> None:
    await client.post(USERS, json=ADA)
    user = (await session.execute(select(User))).scalar_one()
    assert user.password_hash.startswith("$argon2id$")


async def test_an_address_registers_once(client: AsyncClient, session: AsyncSession) -> None:
    await register(client, "ada@example.com")
    response = await client.post(USERS, json=ADA)
    assert response.status_code == 409
    assert response.json()["detail"] == "This e-mail address is registered already"
    assert await count_users(session) == 1


async def test_a_weak_password_is_explained_and_not_echoed(client: AsyncClient) -> None:
    response = await client.post(USERS, json=ADA | {"password": "no digit at all"})
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert error["location"] == ["body", "password"]
    assert "digit" in error["message"]
    assert "no digit at all" not in response.text


async def test_the_same_key_makes_one_account(client: AsyncClient, session: AsyncSession) -> None:
    headers = {"Idempotency-Key": "registration-1"}
    first = await client.post(USERS, json=ADA, headers=headers)
    second = await client.post(USERS, json=ADA, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert await count_users(session) == 1


async def test_a_key_serves_one_request_only(client: AsyncClient) -> None:
    headers = {"Idempotency-Key": "registration-1"}
    await client.post(USERS, json=ADA, headers=headers)
    response = await client.post(USERS, json=ADA | {"full_name": "Eve"}, headers=headers)
    assert response.status_code == 409
    assert "idempotency key" in response.json()["detail"]


async def test_a_key_is_forgotten_after_its_time(
    client: AsyncClient, session: AsyncSession
) -> None:
    headers = {"Idempotency-Key": "registration-1"}
    await client.post(USERS, json=ADA, headers=headers)
    await session.execute(update(IdempotencyKey).values(expires_at=utc_now()))
    await session.commit()
    response = await client.post(USERS, json=ADA | {"email": "eve@example.com"}, headers=headers)
    assert response.status_code == 201


async def test_two_accounts_are_two(client: AsyncClient) -> None:
    first, second = await make_account(client), await make_account(client)
    assert first.id != second.id
