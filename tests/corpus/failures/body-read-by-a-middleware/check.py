from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).post("/echo", json={"a": 1}).json() == {"a": 1, "size": 7}
