from fastapi.testclient import TestClient

from pay.asgi import app

assert TestClient(app).get("/limit").json() == 100
