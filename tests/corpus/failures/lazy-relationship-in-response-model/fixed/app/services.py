from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models import Line, Order


class OrderService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, order_id: int) -> Order | None:
        query = select(Order).where(Order.id == order_id).options(selectinload(Order.lines))
        return (await self.session.execute(query)).scalar_one_or_none()

    async def seed(self) -> None:
        self.session.add(Order(customer="Ada", lines=[Line(sku="A-1")]))
        await self.session.commit()
