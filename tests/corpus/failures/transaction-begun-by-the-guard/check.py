from fastapi.testclient import TestClient

from vault.main import app

with TestClient(app) as client:
    assert client.post("/coins", headers={"x-user": "1"}).json() == 1
