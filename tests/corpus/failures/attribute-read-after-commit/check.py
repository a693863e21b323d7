from fastapi.testclient import TestClient

from src.main import app

with TestClient(app) as client:
    answer = client.post("/api/v1/users", json={"email": "ada@example.com"})
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"id": 1, "email": "ada@example.com"}
