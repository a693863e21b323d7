import runpy

from alembic.config import main

runpy.run_path("stamp.py")
main(["current"])
