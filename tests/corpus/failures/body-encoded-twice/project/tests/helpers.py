import json

from fastapi.testclient import TestClient

from oven import app


def posted(bread: dict):
    return TestClient(app).post("/breads", json=json.dumps(bread))  # <- here
