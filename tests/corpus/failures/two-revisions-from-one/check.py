import sqlite3

from alembic.config import main

main(["upgrade", "head"])
names = {row[0] for row in sqlite3.connect("shop.db").execute("select name from sqlite_master")}
assert {"products", "orders", "reviews"} <= names
