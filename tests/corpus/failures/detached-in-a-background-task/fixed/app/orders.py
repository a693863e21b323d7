from fastapi import APIRouter, BackgroundTasks
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import engine
from app.mailing import send
from app.tables import Customer, Order

router = APIRouter()


@router.post("/orders", status_code=202)
async def create(tasks: BackgroundTasks) -> int:
    async with AsyncSession(engine, expire_on_commit=False) as session:
        customer = Customer(mail="a@b.c")
        session.add(customer)
        await session.flush()
        order = Order(customer_id=customer.id)
        session.add(order)
        await session.commit()
        await session.refresh(order, ["customer"])
    tasks.add_task(send, order)
    return order.id
