from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/items?tag=b&tag=a").json() == ["a", "b"]
