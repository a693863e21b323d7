"""Secrets over HTTP."""

from typing import Any
from uuid import UUID, uuid4

import factories
import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession
from vault_factories import (
    make_box,
    make_secret,
    make_tag,
    secret_body,
)

from src.core.audit import AuditEntry
from src.core.security import TokenKind
from src.domains.vault.models import Secret

Headers = dict[str, str]

URL = "/api/v1/secrets"
WRONG: list[tuple[str, object]] = [
    ("label", 1),
    ("label", "\x00"),
    ("label", ""),
    ("label", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    ("value", 1),
    ("value", ""),
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
    body = secret_body()
    response = await client.post(URL, json=body, headers=headers)
    assert response.status_code == 201
    made = response.json()
    assert response.headers["Location"] == f"{URL}/{made['id']}"
    again = await client.get(response.headers["Location"], headers=headers)
    assert again.status_code == 200
    assert again.json() == made
    assert again.headers["ETag"] == response.headers["ETag"] == '"1"'
    shown = ["label"]
    assert {name: made[name] for name in shown} == {name: body[name] for name in shown}
    assert not {"value"} & set(made)


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
    made = await make_secret(client, headers)
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
    assert response.json()["detail"] == "There is no such secret"


@pytest.mark.parametrize(("name", "value"), WRONG)
async def test_a_wrong_value_is_refused(
    client: AsyncClient, headers: Headers, name: str, value: object
) -> None:
    body = secret_body() | {name: value}
    response = await client.post(URL, json=body, headers=headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["location"][:2] == ["body", name]
    made = await make_secret(client, headers)
    changed = await client.patch(f"{URL}/{made['id']}", json={name: value}, headers=headers)
    assert changed.status_code == 422


@pytest.mark.parametrize("name", ["label", "value"])
async def test_a_required_value_cannot_be_left_out(
    client: AsyncClient, headers: Headers, name: str
) -> None:
    body = secret_body()
    del body[name]
    response = await client.post(URL, json=body, headers=headers)
    assert response.status_code == 422


@pytest.mark.parametrize("name", ["label", "value"])
async def test_a_required_value_cannot_be_cleared(
    client: AsyncClient, headers: Headers, name: str
) -> None:
    made = await make_secret(client, headers)
    response = await client.patch(f"{URL}/{made['id']}", json={name: None}, headers=headers)
    assert response.status_code == 422


@pytest.mark.parametrize("name", ["label"])
async def test_a_value_that_is_taken_conflicts(
    client: AsyncClient, headers: Headers, name: str
) -> None:
    first = await make_secret(client, headers)
    second = await make_secret(client, headers)
    taken = {name: first[name]}
    body = secret_body() | taken
    made = await client.post(URL, json=body, headers=headers)
    assert made.status_code == 409
    assert f"`{name}`" in made.json()["detail"]
    changed = await client.patch(f"{URL}/{second['id']}", json=taken, headers=headers)
    assert changed.status_code == 409
    assert f"`{name}`" in changed.json()["detail"]
    same = await client.patch(f"{URL}/{first['id']}", json=taken, headers=headers)
    assert same.status_code == 200


@pytest.mark.parametrize("name", ["label"])
async def test_what_somebody_else_has_is_free(
    app: FastAPI, client: AsyncClient, session: AsyncSession, headers: Headers, name: str
) -> None:
    theirs = await make_secret(client, await factories.make_caller(app, session))
    mine = await make_secret(client, headers, **{name: theirs[name]})
    assert mine[name] == theirs[name]


@pytest.mark.parametrize("name", ["box_id"])
async def test_an_id_that_names_nothing_conflicts(
    client: AsyncClient, headers: Headers, name: str
) -> None:
    body = secret_body() | {name: str(uuid4())}
    made = await client.post(URL, json=body, headers=headers)
    assert made.status_code == 409
    assert f"`{name}`" in made.json()["detail"]
    stored = await make_secret(client, headers)
    changed = await client.patch(
        f"{URL}/{stored['id']}", json={name: str(uuid4())}, headers=headers
    )
    assert changed.status_code == 409
    assert f"`{name}`" in changed.json()["detail"]


async def test_box_id_is_kept_and_filters(client: AsyncClient, headers: Headers) -> None:
    named = (await make_box(client, headers))["id"]
    await make_secret(client, headers)
    made = await make_secret(client, headers, box_id=named)
    assert made["box_id"] == named
    found = await everything(client, headers, box_id=named)
    assert [item["id"] for item in found] == [made["id"]]
    assert await everything(client, headers, box_id=str(uuid4())) == []


async def test_tags_are_linked_by_their_ids(client: AsyncClient, headers: Headers) -> None:
    first = (await make_tag(client, headers))["id"]
    second = (await make_tag(client, headers))["id"]
    made = await make_secret(client, headers, tag_ids=[first, second])
    assert {item["id"] for item in made["tags"]} == {first, second}
    one = f"{URL}/{made['id']}"
    changed = await client.patch(one, json={"tag_ids": [second]}, headers=headers)
    assert [item["id"] for item in changed.json()["tags"]] == [second]
    assert changed.headers["ETag"] != made["etag"]
    again = (await client.get(one, headers=headers)).json()
    assert [item["id"] for item in again["tags"]] == [second]
    for wrong, status in (([str(uuid4())], 409), ([second, second], 422)):
        response = await client.patch(one, json={"tag_ids": wrong}, headers=headers)
        assert response.status_code == status
    await client.delete(f"/api/v1/tags/{second}", headers=headers)
    assert (await client.get(one, headers=headers)).json()["tags"] == []
    assert (await client.delete(one, headers=headers)).status_code == 204


async def test_a_change_is_kept_and_leaves_the_rest(client: AsyncClient, headers: Headers) -> None:
    made = await make_secret(client, headers)
    one = f"{URL}/{made['id']}"
    change: dict[str, object] = {"label": "Another one"}
    match = headers | {"If-Match": made["etag"]}
    response = await client.patch(one, json=change, headers=match)
    assert response.status_code == 200
    assert response.headers["ETag"] == '"2"'
    after = (await client.get(one, headers=headers)).json()
    untouched = set(made) - {"etag", "updated_at", *change}
    assert {name: after[name] for name in untouched} == {name: made[name] for name in untouched}
    assert after["updated_at"] > made["updated_at"]
    assert after["label"] == change["label"]


async def test_a_copy_out_of_date_is_refused(client: AsyncClient, headers: Headers) -> None:
    made = await make_secret(client, headers)
    stale = headers | {"If-Match": '"7"'}
    change: dict[str, object] = {"label": "Another one"}
    response = await client.patch(f"{URL}/{made['id']}", json=change, headers=stale)
    assert response.status_code == 412


async def test_what_is_removed_is_gone(client: AsyncClient, headers: Headers) -> None:
    made = await make_secret(client, headers)
    one = f"{URL}/{made['id']}"
    assert (await client.delete(one, headers=headers)).status_code == 204
    assert (await client.get(one, headers=headers)).status_code == 404
    assert (await client.delete(one, headers=headers)).status_code == 404
    assert await everything(client, headers) == []


async def test_what_is_removed_stays_in_the_table(
    client: AsyncClient, session: AsyncSession, headers: Headers
) -> None:
    made = await make_secret(client, headers)
    await client.delete(f"{URL}/{made['id']}", headers=headers)
    row = await session.get(Secret, UUID(made["id"]))
    assert row is not None
    assert row.deleted_at is not None


@pytest.mark.parametrize("name", ["label"])
async def test_a_value_is_free_again_once_its_row_is_removed(
    client: AsyncClient, headers: Headers, name: str
) -> None:
    made = await make_secret(client, headers)
    await client.delete(f"{URL}/{made['id']}", headers=headers)
    again = await make_secret(client, headers, **{name: made[name]})
    assert again["id"] != made["id"]


async def test_who_did_what_is_written_down(
    app: FastAPI, client: AsyncClient, session: AsyncSession, headers: Headers
) -> None:
    hidden: dict[str, object] = {"value": "777777777777"}
    made = await make_secret(client, headers, **hidden)
    one = f"{URL}/{made['id']}"
    change: dict[str, object] = {"label": "Another one"}
    stale = headers | {"If-Match": '"7"'}
    assert (await client.patch(one, json=change, headers=stale)).status_code == 412
    assert (await client.patch(one, json=change, headers=headers)).status_code == 200
    assert (await client.delete(one, headers=headers)).status_code == 204
    statement = select(AuditEntry).where(AuditEntry.entity_id == UUID(made["id"]))
    entries = (await session.execute(statement.order_by(AuditEntry.id))).scalars().all()
    assert [entry.action for entry in entries] == ["created", "updated", "deleted"]
    token = headers["Authorization"].removeprefix("Bearer ")
    caller = app.state.tokens.read(TokenKind.ACCESS, token).user_id
    assert {entry.actor_id for entry in entries} == {caller}
    assert {entry.entity for entry in entries} == {"secrets"}
    assert list(entries[1].changes) == ["label"]
    written = " ".join(str(entry.changes) for entry in entries)
    assert not [value for value in hidden.values() if str(value) in written]


@pytest.mark.parametrize("order_by", ["id", "-id"])
async def test_pages_hold_everything_once(
    client: AsyncClient, headers: Headers, order_by: str
) -> None:
    ids = [(await make_secret(client, headers))["id"] for _ in range(5)]
    if order_by.startswith("-"):
        ids.reverse()
    items = await everything(client, headers, order_by=order_by)
    assert [item["id"] for item in items] == ids


@pytest.mark.parametrize("name", ["label"])
async def test_a_list_is_ordered_as_asked(client: AsyncClient, headers: Headers, name: str) -> None:
    ids = {(await make_secret(client, headers))["id"] for _ in range(5)}
    upwards = await everything(client, headers, order_by=name)
    downwards = await everything(client, headers, order_by=f"-{name}")
    assert {item["id"] for item in upwards} == ids
    assert upwards == downwards[::-1]


@pytest.mark.parametrize(("name", "values"), [("label", [])])
async def test_rows_that_exchange_their_values_exchange_their_places(
    client: AsyncClient, headers: Headers, name: str, values: list[object]
) -> None:
    values = values or [(secret_body())[name] for _ in range(3)]
    one = (await make_secret(client, headers, **{name: values[0]}))["id"]
    other = (await make_secret(client, headers, **{name: values[1]}))["id"]
    before = [item["id"] for item in await everything(client, headers, order_by=name)]
    for changed, value in ((one, values[2]), (other, values[0]), (one, values[1])):
        change = {name: value}
        response = await client.patch(f"{URL}/{changed}", json=change, headers=headers)
        assert response.status_code == 200
    after = [item["id"] for item in await everything(client, headers, order_by=name)]
    assert after == before[::-1]


@pytest.mark.parametrize("name", ["label"])
async def test_a_list_is_narrowed_to_a_value(
    client: AsyncClient, headers: Headers, name: str
) -> None:
    made = [await make_secret(client, headers) for _ in range(3)]
    value = made[1][name]
    text = str(value).lower() if isinstance(value, bool) else str(value)
    found = await everything(client, headers, **{name: text})
    expected = [item["id"] for item in made if item[name] == value]
    assert [item["id"] for item in found] == expected


@pytest.mark.parametrize("query", [{"limit": "0"}, {"order_by": "nonsense"}])
async def test_a_list_that_cannot_be_made_is_refused(
    client: AsyncClient, headers: Headers, query: dict[str, str]
) -> None:
    assert (await client.get(URL, params=query, headers=headers)).status_code == 422


async def test_a_longer_list_takes_no_more_statements(
    app: FastAPI, client: AsyncClient, headers: Headers
) -> None:
    statements: list[str] = []
    await make_secret(client, headers)
    engine = app.state.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    counts = []
    for _ in range(2):
        statements.clear()
        await client.get(URL, headers=headers)
        counts.append(len(statements))
        for _ in range(3):
            await make_secret(client, headers)
    assert counts[0] == counts[1] == 2


async def test_a_key_makes_one(client: AsyncClient, headers: Headers) -> None:
    body = secret_body()
    keyed = headers | {"Idempotency-Key": "once"}
    first = await client.post(URL, json=body, headers=keyed)
    second = await client.post(URL, json=body, headers=keyed)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(await everything(client, headers)) == 1


async def test_a_key_whose_row_is_gone_conflicts(client: AsyncClient, headers: Headers) -> None:
    body = secret_body()
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
        body = secret_body()
        response = await client.post(URL, json=body, headers=caller | {"Idempotency-Key": "once"})
        made.add(response.json()["id"])
    assert len(made) == len((headers, other))
