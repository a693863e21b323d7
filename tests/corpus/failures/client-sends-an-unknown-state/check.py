from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).get("/orders?state=PAID").json() == "paid"
assert TestClient(app).get("/orders?state=paid").json() == "paid"
