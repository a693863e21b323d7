from fastapi.testclient import TestClient

from app.main import app

answer = TestClient(app).post("/trips", json={"from": "Ulm"})
assert answer.json() == "Ulm-home"
