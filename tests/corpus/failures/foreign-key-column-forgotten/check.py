from fastapi.testclient import TestClient

from library.main import app

with TestClient(app) as client:
    assert client.get("/tables").json() == ["authors", "books"]
