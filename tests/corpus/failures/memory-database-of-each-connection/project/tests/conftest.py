import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from inn.main import app
from inn.persistence import Base, database

engine = create_engine("sqlite://", connect_args={"check_same_thread": False})  # <- here
TestSession = sessionmaker(engine)


def in_memory():
    with TestSession() as session:
        yield session


def prepare():
    Base.metadata.create_all(engine)
    app.dependency_overrides[database] = in_memory


@pytest.fixture
def client():
    prepare()
    return TestClient(app)
