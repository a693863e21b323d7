from fastapi.testclient import TestClient

from app.main import app

answer = TestClient(app).post("/login", json={"username": "ada", "password": "s"})
assert answer.json() == {"hello": "ada"}, answer.text
