from fastapi.testclient import TestClient

from main import app

with TestClient(app) as client:
    answer = client.post("/teams", json={"name": "red"})
    assert answer.json() == {"id": 1, "name": "red", "members": []}
