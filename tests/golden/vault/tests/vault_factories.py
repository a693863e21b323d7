"""What tests of vault need in the database: rows that the service itself made."""

from itertools import count
from typing import Any

from httpx2 import AsyncClient

_numbers = count(1)


def tag_body() -> dict[str, Any]:
    """What makes a tag; what has to be unique is new at every call."""
    number = next(_numbers)
    return {
        "name": f"item-{number}",
    }


async def make_tag(
    client: AsyncClient, headers: dict[str, str], /, **changes: object
) -> dict[str, Any]:
    """A tag that is stored."""
    body = tag_body() | changes
    response = await client.post("/api/v1/tags", json=body, headers=headers)
    made: dict[str, Any] = response.raise_for_status().json()
    return made | {"etag": response.headers["ETag"]}


def box_body() -> dict[str, Any]:
    """What makes a box; what has to be unique is new at every call."""
    return {
        "name": "Name",
    }


async def make_box(
    client: AsyncClient, headers: dict[str, str], /, **changes: object
) -> dict[str, Any]:
    """A box that is stored."""
    body = box_body() | changes
    response = await client.post("/api/v1/boxes", json=body, headers=headers)
    made: dict[str, Any] = response.raise_for_status().json()
    return made | {"etag": response.headers["ETag"]}


def secret_body() -> dict[str, Any]:
    """What makes a secret; what has to be unique is new at every call."""
    number = next(_numbers)
    return {
        "label": f"Label {number}",
        "value": "Value",
    }


async def make_secret(
    client: AsyncClient, headers: dict[str, str], /, **changes: object
) -> dict[str, Any]:
    """A secret that is stored."""
    body = secret_body() | changes
    response = await client.post("/api/v1/secrets", json=body, headers=headers)
    made: dict[str, Any] = response.raise_for_status().json()
    return made | {"etag": response.headers["ETag"]}
