from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)
assert client.get("/invoices").json() == ["i1"]
assert client.get("/orders").json() == ["o1"]
