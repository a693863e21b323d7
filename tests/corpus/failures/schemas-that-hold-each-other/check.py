from fastapi.testclient import TestClient

from app.main import app

answer = TestClient(app).get("/teams/1").json()
assert answer["name"] == "red"
assert [member["name"] for member in answer["members"]] == ["Ada"]
