from fastapi.testclient import TestClient

from app.main import app

answer = TestClient(app).post("/subscribe", data={"email": "a@b.c"})
assert answer.json() == "a@b.c"
