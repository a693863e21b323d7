from fastapi.testclient import TestClient

from app import app
from tables import create

create()
assert TestClient(app).get("/count").json() == 0
