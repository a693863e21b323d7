import sys

sys.path[:] = [entry for entry in sys.path if "site-packages" in entry or "lib/python" in entry]

from alembic.config import main

main(["upgrade", "head"])
