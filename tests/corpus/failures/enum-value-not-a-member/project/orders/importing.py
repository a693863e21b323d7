from collections import Counter

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from orders.model import Base, Order

STATES = {"payed": "paid"}


def import_rows(rows: list[dict[str, str]]) -> None:
    engine = create_engine("sqlite:///orders.db")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        for row in rows:
            session.add(Order(number=row["number"], state=STATES.get(row["state"], row["state"])))
        session.commit()
        counted = Counter(order.state for order in session.scalars(select(Order)))
    print(dict(counted))
