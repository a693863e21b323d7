from fastapi.testclient import TestClient

from locks.api import app


def ask(path: str):
    return TestClient(app).get(path, headers={"X_KEY": "7"})  # <- here
