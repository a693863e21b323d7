import pytest
from fastapi.testclient import TestClient

from kv.main import app


@pytest.fixture
def client():
    return TestClient(app)  # <- here
