from fastapi.testclient import TestClient

from court.app import app

with TestClient(app) as client:
    assert client.get("/openapi.json").status_code == 200
