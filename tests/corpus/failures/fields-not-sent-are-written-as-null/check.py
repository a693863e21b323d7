from fastapi.testclient import TestClient

from plants.http import api

with TestClient(api) as client:
    assert client.patch("/plants/1", json={"name": "fern"}).json() == ["fern", "hall"]
