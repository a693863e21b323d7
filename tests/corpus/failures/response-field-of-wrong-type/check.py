from fastapi.testclient import TestClient

from catalog.main import app

assert TestClient(app).get("/products").json()[1] == {
    "sku": "A-2",
    "price_cents": 900,
    "description": None,
}
