from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/orders/2").json() == {"number": 2, "total": 180}
