import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from fakes import fake_store
from mill.app import app
from mill.store import open_store


def override(application: FastAPI) -> None:
    application.dependency_overrides[open_store] = fake_store


@pytest.fixture
def client():
    override(app)
    yield TestClient(app)
    app.dependency_overrides.clear()
