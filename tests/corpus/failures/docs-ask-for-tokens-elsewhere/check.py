from fastapi.testclient import TestClient

from club.main import app

client = TestClient(app)
schemes = client.get("/openapi.json").json()["components"]["securitySchemes"]
where = schemes["OAuth2PasswordBearer"]["flows"]["password"]["tokenUrl"]
answer = client.post(f"/{where.lstrip('/')}", data={"username": "ada", "password": "x"})
assert answer.status_code == 200
