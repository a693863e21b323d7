from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).post("/seen").status_code == 201
