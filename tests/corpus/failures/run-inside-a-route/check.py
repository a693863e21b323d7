from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/rates").json() == {"EUR": 1.0}
