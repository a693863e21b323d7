import pytest
from httpx2 import AsyncClient

from hi.main import app


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def client():
    async with AsyncClient(app=app, base_url="http://test") as client:  # <- here
        yield client
