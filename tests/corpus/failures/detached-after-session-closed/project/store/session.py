from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from store.tables import Base, Invoice, InvoiceLine

engine = create_engine("sqlite:///invoices.db")
Session = sessionmaker(engine, expire_on_commit=False)


def setup() -> None:
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with Session.begin() as session:
        session.add(Invoice(number="2026-1", lines=[InvoiceLine(what="Ink", cents=900)]))
