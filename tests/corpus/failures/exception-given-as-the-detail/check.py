from fastapi.testclient import TestClient

from scale.api import app

assert TestClient(app, raise_server_exceptions=False).get("/weigh/-3").status_code == 400
