from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)
assert client.put("/api/users/3", json={"name": "Ada"}).json() == "3 is Ada"
assert client.get("/api/users/3").json() == 3
