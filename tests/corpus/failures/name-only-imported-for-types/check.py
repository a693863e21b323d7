from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).post("/orders", json={"lines": [{"sku": "a"}]}).json() == 1
