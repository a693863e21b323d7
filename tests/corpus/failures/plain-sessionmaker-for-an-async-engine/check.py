from fastapi.testclient import TestClient

from toll.main import app

assert TestClient(app).get("/gates").json() == 1
