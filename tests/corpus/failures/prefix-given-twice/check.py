from fastapi.testclient import TestClient

from src.main import app

assert TestClient(app).get("/api/v1/items").json() == []
