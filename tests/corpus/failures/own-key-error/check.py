from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app, raise_server_exceptions=False)
assert client.get("/prices/chair").json() == 40
assert client.get("/prices/lamp").status_code == 404
