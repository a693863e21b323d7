import asyncio
from pathlib import Path

from alembic.config import main

from app.main import once

Path("users.db").unlink(missing_ok=True)
asyncio.run(once())
main(["upgrade", "head"])
