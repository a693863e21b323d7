from fastapi.testclient import TestClient

from fleet.main import app

assert TestClient(app).get("/boats").json() == 1
