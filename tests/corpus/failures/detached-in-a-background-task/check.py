from fastapi.testclient import TestClient

from app.mailing import SENT
from app.main import app

with TestClient(app) as client:
    assert client.post("/orders").status_code == 202
assert SENT == ["a@b.c"]
