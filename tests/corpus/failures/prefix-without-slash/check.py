from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/api/v1/ping").json() == "pong"
