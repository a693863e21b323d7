import tomllib
from pathlib import Path

from app.main import app

needed = tomllib.loads(Path("pyproject.toml").read_text())["project"]["dependencies"]
assert any(name.lower().startswith("pyjwt") for name in needed)
assert app
