from fastapi.testclient import TestClient

from stock.main import app

client = TestClient(app)
assert client.post("/lots", json={"amount": -1}).status_code == 422
assert client.post("/lots", json={"amount": 1}).status_code == 201
