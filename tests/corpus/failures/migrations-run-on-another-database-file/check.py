import subprocess
import sys
from pathlib import Path

from fastapi.testclient import TestClient

alembic = Path(sys.executable).with_name("alembic")
subprocess.run([alembic, "-c", "ops/alembic.ini", "upgrade", "head"], check=True)
from zoo.main import app

assert TestClient(app).get("/animals").json() == 0
