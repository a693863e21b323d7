from alembic.config import main

main(["check"])
