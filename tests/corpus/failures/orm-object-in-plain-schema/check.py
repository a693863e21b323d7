from fastapi.testclient import TestClient

from app.main import app

with TestClient(app) as client:
    assert client.post("/books", json={"title": "Emma"}).json() == {"id": 1, "title": "Emma"}
