from fastapi.testclient import TestClient

from notes.app import create_app

with TestClient(create_app()) as client:
    assert client.post("/notes", json={"text": "a"}).status_code == 200
    answer = client.put("/notes/1", json={"text": "b"})
    assert answer.json()["text"] == "b"
    assert answer.json()["updated_at"]
