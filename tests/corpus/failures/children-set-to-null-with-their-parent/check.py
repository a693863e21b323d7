from fastapi.testclient import TestClient

from app import app

with TestClient(app) as client:
    assert client.delete("/boards/1").json() == {"cards": 0}
