from fastapi.testclient import TestClient

from shop.main import app

with TestClient(app) as client:
    assert client.post("/customers", json={"name": "Ada"}).json() == 1
