import tomllib
from pathlib import Path

from api.factory import create_app

needed = tomllib.loads(Path("pyproject.toml").read_text())["project"]["dependencies"]
assert any(name.replace("_", "-").startswith("pydantic-settings") for name in needed)
assert create_app().title == "api"
