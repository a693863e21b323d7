"""Idempotency keys, beyond what registration shows of them."""

from datetime import timedelta
from uuid import uuid4

from fastapi import Request
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.idempotency import Idempotency


class Payload(BaseModel):
    """What a caller sends."""

    name: str = "one"


def request_of(caller: object) -> Request:
    """A request by `caller`, whom a dependency has told already."""
    scope = {"type": "http", "method": "POST", "path": "/things", "headers": [], "server": ("s", 1)}
    request = Request(scope)
    request.state.caller_id = caller
    return request


async def test_two_callers_may_use_the_same_key(session: AsyncSession) -> None:
    ada, grace, made = uuid4(), uuid4(), uuid4()
    hour = timedelta(hours=1)
    await Idempotency(session, request_of(ada), "once", hour).remember(Payload(), made)
    await session.flush()
    assert await Idempotency(session, request_of(ada), "once", hour).find(Payload()) == made
    assert await Idempotency(session, request_of(grace), "once", hour).find(Payload()) is None
