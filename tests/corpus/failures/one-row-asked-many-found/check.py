from fastapi.testclient import TestClient

from prices.main import app

with TestClient(app) as client:
    assert client.get("/price/A-1").json() == 120
    assert client.get("/price/B-1").json() is None
