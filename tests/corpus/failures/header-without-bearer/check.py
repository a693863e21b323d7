from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)
assert client.get("/public/prices").json() == [1, 2]
assert client.get("/private").status_code == 401
