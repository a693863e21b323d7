import sqlite3

with sqlite3.connect("app.db") as connection:
    connection.execute("create table alembic_version (version_num varchar(32) primary key)")
    connection.execute("insert into alembic_version values ('e5f6')")
