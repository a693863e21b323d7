from fastapi.testclient import TestClient

from hr.api import app

with TestClient(app) as client:
    assert client.get("/people/1/company").json() == "ACME"
