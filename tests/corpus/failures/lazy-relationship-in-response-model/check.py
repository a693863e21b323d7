from fastapi.testclient import TestClient

from app.main import app

with TestClient(app) as client:
    assert client.post("/orders/seed").status_code == 204
    answer = client.get("/orders/1")
    assert answer.json() == {"id": 1, "customer": "Ada", "lines": [{"sku": "A-1"}]}, answer.text
    assert client.get("/orders/9").status_code == 404
