from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)
assert client.post("/users", json={"email": "a@b.c", "full_name": "Ada L"}).status_code == 200
