from fastapi.testclient import TestClient

from main import app

with TestClient(app) as client:
    assert client.get("/items").json() == []
