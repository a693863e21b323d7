from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)
assert client.get("/api/v1/users/7").json() == {"id": 7}
answer = client.get("/api/v1/users/me", headers={"authorization": "Bearer t"})
assert answer.json() == {"name": "ada"}
assert client.delete("/api/v1/users/7").status_code == 204
