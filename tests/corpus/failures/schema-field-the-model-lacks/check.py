from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).post("/users", json={"email": "a@b.c", "password": "x"}).json() == "a@b.c"
