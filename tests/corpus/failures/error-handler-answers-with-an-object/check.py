from fastapi.testclient import TestClient

from app.main import app

answer = TestClient(app).get("/when").json()
assert answer["ok"] is True
assert answer["now"].startswith("2")
