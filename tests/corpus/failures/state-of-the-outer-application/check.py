from fastapi.testclient import TestClient

from shop.server import outer

with TestClient(outer) as client:
    assert client.get("/v2/prices/tea").json() == 3
