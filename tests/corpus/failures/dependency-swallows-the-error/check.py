from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app, raise_server_exceptions=False)
assert client.get("/items/1").json() == "lamp"
assert client.get("/items/9").status_code == 404
