from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/users").json() == "service"
