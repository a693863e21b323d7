"""Every error is a problem with details, and tells nothing that it should not."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError


@pytest.fixture
def failing(app: FastAPI) -> FastAPI:
    """The application with routes that fail."""

    @app.get("/failing/{kind}")
    async def fail(kind: str) -> None:
        errors: dict[str, Exception] = {
            "unexpected": RuntimeError("the secret ingredient"),
            "conflict": IntegrityError("INSERT", {}, ValueError("the secret ingredient")),
            "stale": StaleDataError("the secret ingredient"),
        }
        raise errors[kind]

    return app


def assert_problem(response: Response, status: int) -> None:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["type"]) == (status, "about:blank")
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == response.headers["X-Request-ID"]


async def test_an_unknown_path_is_not_found(client: AsyncClient) -> None:
    assert_problem(await client.get("/nowhere"), 404)


async def test_a_wrong_method_names_all_right_ones(client: AsyncClient) -> None:
    response = await client.delete("/api/v1/users/me")
    assert_problem(response, 405)
    assert response.headers["Allow"] == "GET, PATCH"
    collection = await client.put("/api/v1/users")
    assert collection.headers["Allow"] == "GET, POST"


async def test_a_body_that_is_no_json_does_not_fit(client: AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    response = await client.post("/api/v1/users", content=b"{", headers=headers)
    assert_problem(response, 422)
    assert response.json()["errors"][0]["type"] == "json_invalid"


async def pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b" " * 10_000


async def test_a_body_over_the_limit_is_refused(client: AsyncClient) -> None:
    announced = await client.post("/api/v1/users", json={"email": "a" * 2_000_000})
    assert_problem(announced, 413)
    headers = {"Content-Type": "application/json"}
    streamed = await client.post("/api/v1/users", content=pieces(200), headers=headers)
    assert_problem(streamed, 413)
    small = await client.post("/api/v1/users", content=pieces(10), headers=headers)
    assert_problem(small, 422)


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(("kind", "status"), [("conflict", 409), ("stale", 409)])
async def test_a_conflict_in_the_database_is_the_callers(
    client: AsyncClient, kind: str, status: int
) -> None:
    response = await client.get(f"/failing/{kind}")
    assert_problem(response, status)
    assert "ingredient" not in response.text


@pytest.mark.usefixtures("failing")
async def test_a_failure_of_ours_tells_no_cause(client: AsyncClient) -> None:
    response = await client.get("/failing/unexpected")
    assert_problem(response, 500)
    assert "ingredient" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
