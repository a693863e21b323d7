import pytest

from books.shelf import Shelf


@pytest.fixture
async def shelf() -> Shelf:  # <- here
    return Shelf()
