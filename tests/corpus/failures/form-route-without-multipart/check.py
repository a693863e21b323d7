from pathlib import Path

from fastapi.testclient import TestClient

from app.main import app

assert TestClient(app).post("/names", data={"name": "Ada"}).json() == "Ada"
assert "python-multipart" in Path("requirements.txt").read_text()
