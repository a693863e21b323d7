from fastapi.testclient import TestClient

from tags.main import app

with TestClient(app) as client:
    answer = client.post("/tags", json=["red", "red"])
    assert answer.status_code == 200
    assert client.post("/tags", json=["blue", "red", "green"]).status_code == 200
