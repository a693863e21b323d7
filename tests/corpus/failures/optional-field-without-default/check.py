from fastapi.testclient import TestClient

from profiles.web import app

client = TestClient(app)
answer = client.post("/profiles", json={"name": "Ada"})
assert answer.json() == {"name": "Ada", "nickname": None, "age": None}
assert client.post("/profiles", json={}).status_code == 422
