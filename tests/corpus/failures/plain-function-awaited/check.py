from fastapi.testclient import TestClient

from app.main import app

assert len(TestClient(app).get("/hash").json()) == 8
