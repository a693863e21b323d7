from fastapi.testclient import TestClient

from app.main import app

with TestClient(app) as client:
    assert client.get("/tags").json() == [{"name": "new", "posts": ["One"]}]
