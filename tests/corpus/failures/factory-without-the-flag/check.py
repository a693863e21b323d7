from fastapi.testclient import TestClient

from service import create_app

assert TestClient(create_app()).get("/").status_code == 200
