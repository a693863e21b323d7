import json

from app.main import app

print(len(json.dumps(app.openapi())))
