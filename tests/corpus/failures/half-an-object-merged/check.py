from fastapi.testclient import TestClient

from addressbook.web.app import app

with TestClient(app) as client:
    assert client.put("/contacts/1", json={"phone": "0731"}).json() == ["Ada", "0731"]
