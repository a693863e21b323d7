from sqlalchemy import select
from sqlalchemy.orm import selectinload

from store.session import Session
from store.tables import Invoice


def newest_invoice() -> Invoice:
    with Session() as session:
        query = (
            select(Invoice)
            .options(selectinload(Invoice.lines))
            .order_by(Invoice.id.desc())
            .limit(1)
        )
        return session.scalars(query).one()
