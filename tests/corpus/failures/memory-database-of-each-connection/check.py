import conftest
from fastapi.testclient import TestClient

from inn.main import app

conftest.prepare()
with TestClient(app) as client:
    assert client.get("/guests").json() == 0
