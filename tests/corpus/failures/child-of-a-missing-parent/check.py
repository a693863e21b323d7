from fastapi.testclient import TestClient

from main import app

with TestClient(app) as client:
    assert client.post("/projects/7/tasks", json="Write").status_code in (404, 409)
