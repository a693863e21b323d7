from fastapi.testclient import TestClient

from app.main import app

answer = TestClient(app).post("/token", json={"username": "ada", "password": "s"})
assert answer.json()["access_token"] == "ada"
