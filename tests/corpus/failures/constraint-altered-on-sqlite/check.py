import sqlite3

from alembic.config import main

main(["upgrade", "head"])
[(made,)] = sqlite3.connect("people.db").execute("select sql from sqlite_master where name = 'people'")
assert "uq_people_email" in made
