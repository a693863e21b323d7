from fastapi.testclient import TestClient

from depot.app import app

with TestClient(app) as client:
    assert client.post("/orders", json={"address": {"town": "Ulm"}}).json() == 1
