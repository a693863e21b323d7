from fastapi.testclient import TestClient

from main import app

assert TestClient(app).get("/users/table").json() == "users (2)"
