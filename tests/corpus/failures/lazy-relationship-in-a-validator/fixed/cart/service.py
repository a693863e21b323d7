from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from cart.schemas import CartOut
from cart.tables import Cart


async def show(session: AsyncSession, number: int) -> CartOut:
    cart = await session.get(Cart, number, options=[selectinload(Cart.items)])
    return CartOut.model_validate(cart)
