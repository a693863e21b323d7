from fastapi.testclient import TestClient

from stock.main import app

assert TestClient(app).get("/columns").json() == ["id", "name"]
