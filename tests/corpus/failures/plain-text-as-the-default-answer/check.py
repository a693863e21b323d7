from fastapi.testclient import TestClient

from status.main import app

assert TestClient(app).get("/health").json() == {"up": True}
