from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)
assert client.post("/zip", json={"code": "12345"}).json() == "12345"
assert client.post("/zip", json={"code": "1"}).status_code == 422
