from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).post("/token?name=ada").json().count(".") == 2
