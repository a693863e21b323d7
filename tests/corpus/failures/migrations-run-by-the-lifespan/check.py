from fastapi.testclient import TestClient

from well.main import app

with TestClient(app) as client:
    assert client.get("/depth").json() == 3
