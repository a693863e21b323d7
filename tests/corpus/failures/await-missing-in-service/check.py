from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/items/1").json() == {"title": "Lamp"}
