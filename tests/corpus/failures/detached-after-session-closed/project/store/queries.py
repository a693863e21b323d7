from sqlalchemy import select

from store.session import Session
from store.tables import Invoice


def newest_invoice() -> Invoice:
    with Session() as session:
        query = select(Invoice).order_by(Invoice.id.desc()).limit(1)  # <- here
        return session.scalars(query).one()
