import pytest

from books.shelf import Shelf


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()
