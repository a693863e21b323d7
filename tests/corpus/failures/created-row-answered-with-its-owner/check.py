from fastapi.testclient import TestClient

from garage.main import app

with TestClient(app) as client:
    made = client.post("/cars", json={"plate": "UL-X 1", "owner_id": 1})
    assert made.status_code == 201, made.text
    assert made.json()["owner"]["name"] == "Ada"
