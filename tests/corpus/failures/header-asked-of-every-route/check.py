from fastapi.testclient import TestClient

from hotel.api import app

assert TestClient(app).get("/rooms").json() == ["7"]
