from fastapi.testclient import TestClient

from jobs.api import app

with TestClient(app) as client:
    assert client.get("/jobs").json() == ["waiting"]
