from fastapi.testclient import TestClient

from choir.http import app

with TestClient(app) as client:
    assert client.get("/singers/ada@choir.example").json() == 0
