from fastapi.testclient import TestClient

from radio.main import app

assert TestClient(app).get("/stations").json() == ["one"]
assert TestClient(app).get("/me").status_code == 401
