from fastapi.testclient import TestClient

from beacon.main import app

with TestClient(app) as client:
    assert client.get("/").json() == "7 lit"
