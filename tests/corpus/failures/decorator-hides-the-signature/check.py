from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/items/3").json() == 3
