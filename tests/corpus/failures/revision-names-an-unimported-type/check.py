from alembic.config import main

main(["upgrade", "head"])
