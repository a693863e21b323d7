from pathlib import Path

from app.main import app

assert app.title == "sqlite"
assert "aiosqlite" in Path("requirements/base.txt").read_text()
