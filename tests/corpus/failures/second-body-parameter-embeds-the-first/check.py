from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).put("/users/3", json={"name": "Ada"}).json() == "system: 3 is Ada"
