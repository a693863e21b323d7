from fastapi.testclient import TestClient

from app.main import app

with TestClient(app):
    pass
