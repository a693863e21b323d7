from app.db import connection


def one() -> int:
    return connection.execute("select 1").fetchone()[0]
