import sys
from pathlib import Path

sys.path.insert(0, str(Path("tests").resolve()))
import conftest
from fastapi.testclient import TestClient

from shop.api.main import app

conftest.prepare()
assert TestClient(app).get("/lamps").json() == 0
