from fastapi.testclient import TestClient

from app.main import app

with TestClient(app) as client:
    assert client.post("/tags", json={"name": "red"}).status_code == 200
    assert client.post("/tags", json={"name": "red"}).status_code == 409
