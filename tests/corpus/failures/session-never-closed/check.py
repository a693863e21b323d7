from fastapi.testclient import TestClient

from app.db import engine
from app.main import app

assert engine.pool.size() == 1
with TestClient(app) as client:
    for _ in range(4):
        assert client.get("/numbers").json() == 42
