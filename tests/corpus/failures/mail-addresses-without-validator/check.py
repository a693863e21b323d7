import tomllib
from pathlib import Path

needed = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["poetry"]["dependencies"]
assert "email-validator" in needed or "email" in needed["pydantic"].get("extras", ())
