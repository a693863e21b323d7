from fastapi.testclient import TestClient

from guild.main import app

with TestClient(app) as client:
    assert client.get("/skills").json() == [{"name": "knots"}]
