from fastapi.testclient import TestClient

from app.main import app

with TestClient(app) as client:
    assert client.post("/points").json() == 1
