from fastapi.testclient import TestClient

from post.app import app

assert TestClient(app).get("/letters").json() == [{"to": {"town": "Ulm", "street": None}}]
