import sqlite3

from alembic.config import main

main(["upgrade", "head"])
assert sqlite3.connect("people.db").execute("select active from people").fetchall() in ([(0,)], [(1,)])
