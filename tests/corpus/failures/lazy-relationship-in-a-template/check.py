from fastapi.testclient import TestClient

from app.main import app

with TestClient(app) as client:
    assert "Carey" in client.get("/albums").text
