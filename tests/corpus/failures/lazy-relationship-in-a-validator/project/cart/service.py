from sqlalchemy.ext.asyncio import AsyncSession

from cart.schemas import CartOut
from cart.tables import Cart


async def show(session: AsyncSession, number: int) -> CartOut:
    cart = await session.get(Cart, number)  # <- here
    return CartOut.model_validate(cart)
