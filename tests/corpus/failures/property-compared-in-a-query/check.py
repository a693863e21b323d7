from fastapi.testclient import TestClient

from cellar.web import app

with TestClient(app) as client:
    assert client.get("/bottles/old").json() == 1
