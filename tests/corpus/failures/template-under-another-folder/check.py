from fastapi.testclient import TestClient

from app.main import app

assert "Home" in TestClient(app).get("/").text
