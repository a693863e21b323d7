import asyncio

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from cart.service import show
from cart.tables import Base, Cart, CartItem


def test_total():
    async def go():
        engine = create_async_engine("sqlite+aiosqlite://")
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with AsyncSession(engine) as session:
            session.add(Cart(items=[CartItem(cents=3), CartItem(cents=4)]))
            await session.commit()
        async with AsyncSession(engine) as session:
            return await show(session, 1)

    assert asyncio.run(go()).total == 7
