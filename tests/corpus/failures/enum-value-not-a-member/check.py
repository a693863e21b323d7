import sqlite3

from orders.importing import import_rows

import_rows([{"number": "1", "state": "payed"}])
assert sqlite3.connect("orders.db").execute("select count(*) from orders").fetchone() == (1,)
