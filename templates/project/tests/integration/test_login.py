"""Signing in, staying signed in, signing out."""

from datetime import timedelta

from factories import PASSWORD, Account, make_account, register
from httpx2 import AsyncClient, Response
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.models import utc_now
from src.domains.users.models import LoginFailure, RefreshToken, User

AUTH = "/api/v1/auth"


async def login(client: AsyncClient, email: str, password: str = PASSWORD) -> Response:
    return await client.post(f"{AUTH}/token", data={"username": email, "password": password})


async def refresh(client: AsyncClient, token: str) -> Response:
    return await client.post(f"{AUTH}/refresh", json={"refresh_token": token})


async def deactivate(session: AsyncSession, account: Account) -> None:
    await session.execute(update(User).where(User.email == account.email).values(is_active=False))
    await session.commit()


async def test_the_right_password_gets_a_pair_of_tokens(client: AsyncClient) -> None:
    email = await register(client)
    response = await login(client, email.upper())
    assert response.status_code == 200
    assert response.json().keys() == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert response.headers["Cache-Control"] == "no-store"


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: AsyncClient,
) -> None:
    email = await register(client)
    wrong = await login(client, email, "analytical2")
    unknown = await login(client, "nobody@example.com")
    unreadable = await login(client, "nobody\x00@example.com")
    for response in (wrong, unknown, unreadable):
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert response.json()["detail"] == wrong.json()["detail"]


async def test_too_many_failures_have_to_wait(client: AsyncClient) -> None:
    email = await register(client)
    for _ in range(3):
        await login(client, email, "analytical2")
    response = await login(client, email)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) == 15 * 60


async def test_failures_of_one_account_do_not_hinder_another(client: AsyncClient) -> None:
    email, other = await register(client), await register(client)
    for _ in range(3):
        await login(client, email, "analytical2")
    assert (await login(client, other)).status_code == 200


async def test_failures_are_forgotten_after_the_window(
    client: AsyncClient, session: AsyncSession
) -> None:
    email = await register(client)
    for _ in range(3):
        await login(client, email, "analytical2")
    past = utc_now() - timedelta(minutes=16)
    await session.execute(update(LoginFailure).values(failed_at=past))
    await session.commit()
    assert (await login(client, email)).status_code == 200


async def test_a_success_ends_the_count(client: AsyncClient, session: AsyncSession) -> None:
    email = await register(client)
    await login(client, email, "analytical2")
    await login(client, email)
    count = select(func.count()).select_from(LoginFailure)
    assert (await session.execute(count)).scalar_one() == 0


async def test_a_deactivated_account_signs_in_no_more(
    client: AsyncClient, session: AsyncSession
) -> None:
    account = await make_account(client)
    await deactivate(session, account)
    assert (await login(client, account.email)).status_code == 401
    assert (await refresh(client, account.refresh_token)).status_code == 401
    me = await client.get("/api/v1/users/me", headers=account.headers)
    assert me.status_code == 401


async def test_a_refresh_token_gets_the_next_pair(client: AsyncClient) -> None:
    account = await make_account(client)
    response = await refresh(client, account.refresh_token)
    assert response.status_code == 200
    tokens = response.json()
    assert tokens["refresh_token"] != account.refresh_token
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert (await client.get("/api/v1/users/me", headers=headers)).status_code == 200


async def test_a_refresh_token_used_twice_ends_its_family(client: AsyncClient) -> None:
    account = await make_account(client)
    following = (await refresh(client, account.refresh_token)).json()["refresh_token"]
    again = await refresh(client, account.refresh_token)
    assert again.status_code == 401
    assert again.json()["detail"] == "The token was used before"
    assert (await refresh(client, following)).status_code == 401


async def test_an_access_token_does_not_refresh(client: AsyncClient) -> None:
    account = await make_account(client)
    assert (await refresh(client, account.access_token)).status_code == 401


async def test_signing_out_ends_the_refresh_token(client: AsyncClient) -> None:
    account = await make_account(client)
    body = {"refresh_token": account.refresh_token}
    for _ in range(2):
        response = await client.post(f"{AUTH}/logout", json=body)
        assert (response.status_code, response.content) == (204, b"")
    assert (await refresh(client, account.refresh_token)).status_code == 401


async def test_expired_tokens_are_swept_at_the_next_login(
    client: AsyncClient, session: AsyncSession
) -> None:
    account = await make_account(client)
    await session.execute(update(RefreshToken).values(expires_at=utc_now()))
    await session.commit()
    await login(client, account.email)
    count = select(func.count()).select_from(RefreshToken)
    assert (await session.execute(count)).scalar_one() == 1
