from fastapi.testclient import TestClient

from src.fleet.main import app

with TestClient(app):
    pass
