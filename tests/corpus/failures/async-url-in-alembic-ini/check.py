import sqlite3

from alembic.config import main

main(["upgrade", "head"])
assert sqlite3.connect("ledger.db").execute("select count(*) from accounts").fetchone() == (0,)
