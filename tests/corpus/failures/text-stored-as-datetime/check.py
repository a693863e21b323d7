from fastapi.testclient import TestClient

from app.main import app

body = {"name": "Fair", "starts": "2026-05-01T10:00:00"}
assert TestClient(app).post("/events", json=body).json() == 1
