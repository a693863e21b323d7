from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).delete("/items/3").status_code == 204
