from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)
assert client.get("/users/3").json() == {"id": 3}
assert client.post("/users").json() == {"id": 1}
