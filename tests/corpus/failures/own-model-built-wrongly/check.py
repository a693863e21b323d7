from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).post("/invoices/1/mail").json() == "Invoice 1"
