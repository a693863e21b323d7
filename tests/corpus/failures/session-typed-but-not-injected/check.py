from fastapi.testclient import TestClient

from main import app

assert TestClient(app).get("/one").json() == 1
