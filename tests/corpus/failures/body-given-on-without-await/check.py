from fastapi.testclient import TestClient

from hooks.main import app

assert TestClient(app).post("/hooks", json={"name": "push"}).json() == "push"
