from fastapi.testclient import TestClient

from hotel.api import app


def test_rooms_are_listed():
    answer = TestClient(app).get("/rooms")
    assert answer.status_code == 200, answer.text
