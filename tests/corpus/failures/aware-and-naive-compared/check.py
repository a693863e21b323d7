from fastapi.testclient import TestClient

from offers.main import app

assert TestClient(app).get("/offers/open").json() == ["spring"]
