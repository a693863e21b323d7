from fastapi.testclient import TestClient

from sign.main import app

answer = TestClient(app).get("/text")
assert answer.text == '"hello"!'
assert int(answer.headers["content-length"]) == len(answer.content)
