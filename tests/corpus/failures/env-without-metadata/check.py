from pathlib import Path

from alembic.config import main

Path("alembic/versions").mkdir(exist_ok=True)
main(["revision", "--autogenerate", "-m", "users"])
[made] = Path("alembic/versions").glob("*_users.py")
assert "create_table('users'" in made.read_text()
