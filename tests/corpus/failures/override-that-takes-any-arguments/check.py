from unittest import mock

import conftest
from fastapi.testclient import TestClient

from mill.app import app

with mock.patch.dict(app.dependency_overrides, clear=True):
    conftest.override(app)
    assert TestClient(app).get("/sacks").status_code == 200
