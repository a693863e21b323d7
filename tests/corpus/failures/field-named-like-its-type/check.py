from fastapi.testclient import TestClient

from app.main import app

answer = TestClient(app).post("/days", json={"date": "2026-05-01"})
assert answer.json() == {"date": "2026-05-01", "note": ""}, answer.text
