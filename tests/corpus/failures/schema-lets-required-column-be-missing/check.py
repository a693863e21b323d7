from fastapi.testclient import TestClient

from app.main import app

with TestClient(app) as client:
    assert client.post("/customers", json={"name": "Ada"}).status_code == 422
    assert client.post("/customers", json={"name": "Ada", "email": "a@b.c"}).status_code == 201
