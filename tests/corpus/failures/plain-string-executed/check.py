from fastapi.testclient import TestClient

from health.main import app

assert TestClient(app).get("/health").json() == {"database": True}
