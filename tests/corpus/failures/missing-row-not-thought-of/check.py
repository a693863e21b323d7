from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/users/7/greeting").status_code == 404
