from fastapi.testclient import TestClient

from gallery.main import app

assert "Ada" in TestClient(app).get("/pictures").text
