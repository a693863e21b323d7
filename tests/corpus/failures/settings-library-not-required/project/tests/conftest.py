import pytest

from api.factory import create_app


@pytest.fixture
def app():
    return create_app()
