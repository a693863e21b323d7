"""Boxes over HTTP."""

from typing import Any
from uuid import UUID, uuid4

import factories
import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from vault_factories import (
    box_body,
    make_box,
    make_secret,
)

from src.domains.vault.models import Box

Headers = dict[str, str]

URL = "/api/v1/boxes"
WRONG: list[tuple[str, object]] = [
    ("name", 1),
    ("name", "\x00"),
    ("name", ""),
    (
        "name",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ),
]


@pytest.fixture
async def headers(app: FastAPI, session: AsyncSession) -> Headers:
    """The header of a caller who may do all of this."""
    return await factories.make_caller(app, session)


async def everything(client: AsyncClient, headers: Headers, **query: str) -> list[dict[str, Any]]:
    """All pages of a list, two items at a time."""
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        response = await client.get(URL, params={"limit": "2"} | query | cursor, headers=headers)
        page = response.raise_for_status().json()
        assert len(page["items"]) <= 2
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


async def test_what_is_made_can_be_read(client: AsyncClient, headers: Headers) -> None:
    body = box_body()
    response = await client.post(URL, json=body, headers=headers)
    assert response.status_code == 201
    made = response.json()
    assert response.headers["Location"] == f"{URL}/{made['id']}"
    again = await client.get(response.headers["Location"], headers=headers)
    assert again.status_code == 200
    assert again.json() == made
    assert again.headers["ETag"] == response.headers["ETag"] == '"1"'
    shown = ["name"]
    assert {name: made[name] for name in shown} == {name: body[name] for name in shown}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", URL),
        ("GET", f"{URL}/{uuid4()}"),
        ("POST", URL),
        ("PATCH", f"{URL}/{uuid4()}"),
        ("DELETE", f"{URL}/{uuid4()}"),
    ],
)
async def test_nobody_passes_without_a_token(client: AsyncClient, method: str, path: str) -> None:
    response = await client.request(method, path, json={})
    assert response.status_code == 401


async def test_rows_of_others_are_not_there(
    app: FastAPI, client: AsyncClient, session: AsyncSession, headers: Headers
) -> None:
    made = await make_box(client, headers)
    other = await factories.make_caller(app, session)
    one = f"{URL}/{made['id']}"
    assert (await client.get(one, headers=other)).status_code == 404
    assert (await client.patch(one, json={}, headers=other)).status_code == 404
    assert (await client.delete(one, headers=other)).status_code == 404
    assert await everything(client, other) == []
    assert len(await everything(client, headers)) == 1


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_an_unknown_id_is_not_found(
    client: AsyncClient, headers: Headers, method: str
) -> None:
    response = await client.request(method, f"{URL}/{uuid4()}", json={}, headers=headers)
    assert response.status_code == 404
    assert response.json()["detail"] == "There is no such box"


@pytest.mark.parametrize(("name", "value"), WRONG)
async def test_a_wrong_value_is_refused(
    client: AsyncClient, headers: Headers, name: str, value: object
) -> None:
    body = box_body() | {name: value}
    response = await client.post(URL, json=body, headers=headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["location"][:2] == ["body", name]
    made = await make_box(client, headers)
    changed = await client.patch(f"{URL}/{made['id']}", json={name: value}, headers=headers)
    assert changed.status_code == 422


@pytest.mark.parametrize("name", ["name"])
async def test_a_required_value_cannot_be_left_out(
    client: AsyncClient, headers: Headers, name: str
) -> None:
    body = box_body()
    del body[name]
    response = await client.post(URL, json=body, headers=headers)
    assert response.status_code == 422


@pytest.mark.parametrize("name", ["name"])
async def test_a_required_value_cannot_be_cleared(
    client: AsyncClient, headers: Headers, name: str
) -> None:
    made = await make_box(client, headers)
    response = await client.patch(f"{URL}/{made['id']}", json={name: None}, headers=headers)
    assert response.status_code == 422


async def test_a_change_is_kept_and_leaves_the_rest(client: AsyncClient, headers: Headers) -> None:
    made = await make_box(client, headers)
    one = f"{URL}/{made['id']}"
    change: dict[str, object] = {"name": "Another one"}
    match = headers | {"If-Match": made["etag"]}
    response = await client.patch(one, json=change, headers=match)
    assert response.status_code == 200
    assert response.headers["ETag"] == '"2"'
    after = (await client.get(one, headers=headers)).json()
    untouched = set(made) - {"etag", "updated_at", *change}
    assert {name: after[name] for name in untouched} == {name: made[name] for name in untouched}
    assert after["updated_at"] > made["updated_at"]
    assert after["name"] == change["name"]


async def test_a_copy_out_of_date_is_refused(client: AsyncClient, headers: Headers) -> None:
    made = await make_box(client, headers)
    stale = headers | {"If-Match": '"7"'}
    change: dict[str, object] = {"name": "Another one"}
    response = await client.patch(f"{URL}/{made['id']}", json=change, headers=stale)
    assert response.status_code == 412


async def test_what_is_removed_is_gone(client: AsyncClient, headers: Headers) -> None:
    made = await make_box(client, headers)
    one = f"{URL}/{made['id']}"
    assert (await client.delete(one, headers=headers)).status_code == 204
    assert (await client.get(one, headers=headers)).status_code == 404
    assert (await client.delete(one, headers=headers)).status_code == 404
    assert await everything(client, headers) == []


async def test_what_is_removed_stays_in_the_table(
    client: AsyncClient, session: AsyncSession, headers: Headers
) -> None:
    made = await make_box(client, headers)
    await client.delete(f"{URL}/{made['id']}", headers=headers)
    row = await session.get(Box, UUID(made["id"]))
    assert row is not None
    assert row.deleted_at is not None


async def test_secret_by_box_id_outlives_it(client: AsyncClient, headers: Headers) -> None:
    made = await make_box(client, headers)
    child = await make_secret(client, headers, box_id=made["id"])
    assert child["box_id"] == made["id"]
    assert (await client.delete(f"{URL}/{made['id']}", headers=headers)).status_code == 204
    left = await client.get(f"/api/v1/secrets/{child['id']}", headers=headers)
    assert left.json()["box_id"] is None


@pytest.mark.parametrize("order_by", ["id", "-id"])
async def test_pages_hold_everything_once(
    client: AsyncClient, headers: Headers, order_by: str
) -> None:
    ids = [(await make_box(client, headers))["id"] for _ in range(5)]
    if order_by.startswith("-"):
        ids.reverse()
    items = await everything(client, headers, order_by=order_by)
    assert [item["id"] for item in items] == ids


@pytest.mark.parametrize("name", ["name"])
async def test_a_list_is_ordered_as_asked(client: AsyncClient, headers: Headers, name: str) -> None:
    ids = {(await make_box(client, headers))["id"] for _ in range(5)}
    upwards = await everything(client, headers, order_by=name)
    downwards = await everything(client, headers, order_by=f"-{name}")
    assert {item["id"] for item in upwards} == ids
    assert upwards == downwards[::-1]


@pytest.mark.parametrize(
    ("name", "values"), [("name", ["Name", "Another one", "Name", "Another one"])]
)
async def test_rows_that_exchange_their_values_exchange_their_places(
    client: AsyncClient, headers: Headers, name: str, values: list[object]
) -> None:
    values = values or [(box_body())[name] for _ in range(3)]
    one = (await make_box(client, headers, **{name: values[0]}))["id"]
    other = (await make_box(client, headers, **{name: values[1]}))["id"]
    before = [item["id"] for item in await everything(client, headers, order_by=name)]
    for changed, value in ((one, values[2]), (other, values[0]), (one, values[1])):
        change = {name: value}
        response = await client.patch(f"{URL}/{changed}", json=change, headers=headers)
        assert response.status_code == 200
    after = [item["id"] for item in await everything(client, headers, order_by=name)]
    assert after == before[::-1]


@pytest.mark.parametrize("query", [{"limit": "0"}, {"order_by": "nonsense"}])
async def test_a_list_that_cannot_be_made_is_refused(
    client: AsyncClient, headers: Headers, query: dict[str, str]
) -> None:
    assert (await client.get(URL, params=query, headers=headers)).status_code == 422


async def test_a_longer_list_takes_no_more_statements(
    app: FastAPI, client: AsyncClient, headers: Headers
) -> None:
    statements: list[str] = []
    await make_box(client, headers)
    engine = app.state.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    counts = []
    for _ in range(2):
        statements.clear()
        await client.get(URL, headers=headers)
        counts.append(len(statements))
        for _ in range(3):
            await make_box(client, headers)
    assert counts[0] == counts[1] == 1


async def test_a_key_makes_one(client: AsyncClient, headers: Headers) -> None:
    body = box_body()
    keyed = headers | {"Idempotency-Key": "once"}
    first = await client.post(URL, json=body, headers=keyed)
    second = await client.post(URL, json=body, headers=keyed)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(await everything(client, headers)) == 1


async def test_a_key_whose_row_is_gone_conflicts(client: AsyncClient, headers: Headers) -> None:
    body = box_body()
    keyed = headers | {"Idempotency-Key": "once"}
    made = await client.post(URL, json=body, headers=keyed)
    removed = await client.delete(made.headers["Location"], headers=headers)
    assert removed.status_code == 204
    again = await client.post(URL, json=body, headers=keyed)
    assert again.status_code == 409


async def test_a_key_belongs_to_its_caller(
    app: FastAPI, client: AsyncClient, session: AsyncSession, headers: Headers
) -> None:
    other = await factories.make_caller(app, session)
    made = set()
    for caller in (headers, other):
        body = box_body()
        response = await client.post(URL, json=body, headers=caller | {"Idempotency-Key": "once"})
        made.add(response.json()["id"])
    assert len(made) == len((headers, other))
