from fastapi.testclient import TestClient

from library.web import create

with TestClient(create()) as client:
    assert client.delete("/readers/1").status_code == 204
