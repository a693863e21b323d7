from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)
assert client.post("/users", json={"name": " Ada "}).json() == {"name": "Ada"}
assert client.post("/users", json={"name": " "}).status_code == 422
