from fastapi.testclient import TestClient

from forum.asgi import application

with TestClient(application) as client:
    first = client.get("/threads/1").json()
    assert first["replies"][0]["replies"][0]["text"] == "third"
