"""One's own account, and what administrators see of all of them."""

import asyncio
from uuid import uuid4

import pytest
from factories import Account, make_account, make_admin, register
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.settings import Settings
from src.domains.users.models import User
from src.promote import main as promote

USERS = "/api/v1/users"
ME = f"{USERS}/me"


@pytest.fixture
async def account(client: AsyncClient) -> Account:
    """A signed-in caller."""
    return await make_account(client)


@pytest.fixture
async def admin(client: AsyncClient, session: AsyncSession) -> Account:
    """A signed-in administrator."""
    return await make_admin(client, session)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ME), ("PATCH", ME), ("GET", USERS), ("GET", f"{USERS}/{uuid4()}")]
)
async def test_nobody_passes_without_a_token(client: AsyncClient, method: str, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}):
        response = await client.request(method, path, headers=headers, json={})
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert response.headers["Content-Type"] == "application/problem+json"


async def test_a_caller_reads_their_account(client: AsyncClient, account: Account) -> None:
    response = await client.get(ME, headers=account.headers)
    assert response.json()["email"] == account.email
    assert response.headers["ETag"] == '"1"'


async def test_a_change_is_kept_and_moves_the_version(
    client: AsyncClient, account: Account
) -> None:
    headers = account.headers | {"If-Match": '"1"'}
    response = await client.patch(ME, json={"full_name": "Ada King"}, headers=headers)
    assert response.status_code == 200
    assert response.headers["ETag"] == '"2"'
    again = await client.get(ME, headers=account.headers)
    assert again.json()["full_name"] == "Ada King"


async def test_what_is_left_out_stays_and_null_clears(
    client: AsyncClient, account: Account
) -> None:
    for body, expected in (
        ({"full_name": "Ada"}, "Ada"),
        ({}, "Ada"),
        ({"full_name": None}, None),
    ):
        response = await client.patch(ME, json=body, headers=account.headers)
        assert response.json()["full_name"] == expected


async def test_a_copy_out_of_date_is_refused(client: AsyncClient, account: Account) -> None:
    await client.patch(ME, json={"full_name": "Ada"}, headers=account.headers)
    headers = account.headers | {"If-Match": '"1"'}
    response = await client.patch(ME, json={"full_name": "Eve"}, headers=headers)
    assert response.status_code == 412
    assert (await client.get(ME, headers=account.headers)).json()["full_name"] == "Ada"


async def test_of_two_changes_at_once_none_is_lost(
    app: FastAPI, session: AsyncSession, account: Account
) -> None:
    async with app.state.database.sessions() as other:
        for mine in (session, other):
            await mine.execute(select(User).where(User.email == account.email))
        first = (await session.execute(select(User))).scalar_one()
        second = (await other.execute(select(User))).scalar_one()
        first.full_name, second.full_name = "Ada", "Eve"
        await session.commit()
        with pytest.raises(Exception, match="expected to update 1 row"):
            await other.commit()


async def test_listing_and_reading_others_needs_the_role(
    client: AsyncClient, account: Account
) -> None:
    for path in (USERS, f"{USERS}/{account.id}"):
        response = await client.get(path, headers=account.headers)
        assert response.status_code == 403


async def test_an_administrator_reads_any_account(
    client: AsyncClient, admin: Account, account: Account
) -> None:
    response = await client.get(f"{USERS}/{account.id}", headers=admin.headers)
    assert response.json()["email"] == account.email
    missing = await client.get(f"{USERS}/{uuid4()}", headers=admin.headers)
    assert missing.status_code == 404


async def test_pages_hold_every_account_once(client: AsyncClient, admin: Account) -> None:
    emails = [admin.email, *[await register(client) for _ in range(4)]]
    seen: list[str] = []
    query: dict[str, str | int] = {"limit": 2}
    while True:
        page = (await client.get(USERS, params=query, headers=admin.headers)).json()
        seen += [item["email"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert seen == emails


async def test_a_list_can_be_filtered(client: AsyncClient, admin: Account) -> None:
    response = await client.get(USERS, params={"is_active": False}, headers=admin.headers)
    assert response.json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("cursor", ["nonsense", "e30", "WzFd", "W10", "MQ", "W10x"])
async def test_an_unknown_cursor_is_not_found(
    client: AsyncClient, admin: Account, cursor: str
) -> None:
    response = await client.get(USERS, params={"cursor": cursor}, headers=admin.headers)
    assert response.status_code == 404


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"cursor": "a b"}])
async def test_a_page_has_bounds(
    client: AsyncClient, admin: Account, query: dict[str, str | int]
) -> None:
    response = await client.get(USERS, params=query, headers=admin.headers)
    assert response.status_code == 422


async def test_a_longer_list_takes_no_more_statements(
    app: FastAPI, client: AsyncClient, admin: Account
) -> None:
    statements: list[str] = []
    engine = app.state.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    counts = []
    for _ in range(2):
        statements.clear()
        await client.get(USERS, headers=admin.headers)
        counts.append(len(statements))
        await register(client)
    assert counts == [1, 1]


async def test_promotion_takes_effect_at_the_next_login(
    client: AsyncClient, settings: Settings, account: Account
) -> None:
    await asyncio.to_thread(promote, [account.email], settings)
    tokens = (
        await client.post("/api/v1/auth/refresh", json={"refresh_token": account.refresh_token})
    ).json()
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert (await client.get(USERS, headers=headers)).status_code == 200


async def test_nobody_is_promoted_at_an_unknown_address(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="1"):
        await asyncio.to_thread(promote, ["nobody@example.com"], settings)
    assert "nobody@example.com" in capsys.readouterr().err
