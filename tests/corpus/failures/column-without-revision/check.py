from alembic.config import main
from fastapi.testclient import TestClient

from app.main import app

main(["upgrade", "head"])
assert TestClient(app).get("/users").json() == []
