from fastapi.testclient import TestClient

from app.main import app

answer = TestClient(app).get("/cart").json()
assert answer["total"] == 12
assert "5" in str(answer["discount"])
