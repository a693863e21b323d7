from fastapi.testclient import TestClient

from app.main import app

assert "users.email = :" in TestClient(app).get("/users?mail=a").json()
