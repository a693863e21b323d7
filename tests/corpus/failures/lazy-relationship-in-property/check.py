from fastapi.testclient import TestClient

from blog.api import app

with TestClient(app) as client:
    assert client.get("/authors").json() == [{"name": "Mary", "posts": 2}]
