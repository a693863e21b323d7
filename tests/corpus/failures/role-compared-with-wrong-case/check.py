from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)
assert client.get("/admin", headers={"x-role": "admin"}).json() == "welcome"
assert client.get("/admin", headers={"x-role": "guest"}).status_code == 403
