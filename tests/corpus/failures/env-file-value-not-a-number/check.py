from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/pool").json() == 10
