from fastapi.testclient import TestClient

from app import app

assert TestClient(app).get("/job").json() == {"kind": "mail"}
