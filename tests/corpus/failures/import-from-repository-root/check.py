import sys

sys.path[:] = [entry for entry in sys.path if entry != "" and not entry.endswith(("before", "after", "project"))]

from fastapi.testclient import TestClient

from shop.main import app

assert "src" not in sys.modules
assert TestClient(app).get("/price").json() == 3
