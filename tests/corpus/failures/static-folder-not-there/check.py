from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/static/site.css").status_code == 200
