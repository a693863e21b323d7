from fastapi.testclient import TestClient

from stamps.web import app

with TestClient(app) as client:
    assert client.post("/stamps", json={"name": "blue"}).json() == 1
