from pathlib import Path

from fastapi.testclient import TestClient

from farm.service import app

Path("farm.db").unlink(missing_ok=True)
with TestClient(app) as client:
    assert client.get("/openapi.json").status_code == 200
