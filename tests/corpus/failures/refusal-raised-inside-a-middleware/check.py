from fastapi.testclient import TestClient

from desk.entry import app

client = TestClient(app, raise_server_exceptions=False)
assert client.get("/tickets").status_code == 401
assert client.get("/tickets", headers={"x-key": "open"}).json() == []
