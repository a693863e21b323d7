import pytest
from fastapi.testclient import TestClient
from sqlalchemy import StaticPool, create_engine
from sqlalchemy.orm import Session

from shop.api.main import app
from shop.core.models import Base
from shop.core.storage import open_session

engine = create_engine(
    "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
)


def session_of_tests():
    with Session(engine) as session:
        yield session


def prepare() -> None:
    Base.metadata.create_all(engine)
    app.dependency_overrides[open_session] = session_of_tests  # <- here


@pytest.fixture
def client() -> TestClient:
    prepare()
    return TestClient(app)
