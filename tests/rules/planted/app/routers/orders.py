import asyncio
from uuid import UUID

import pika
from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Request, status
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from app.core.database import get_old_session, get_session
from app.core.security import CurrentUser, get_user, hash_password
from app.models.order import Order, Tag
from app.models.user import User
from app.schemas.order import OrderIn, OrderOut, OrderUpdate, TagIn, TagOut
from app.services import orders

router = APIRouter(prefix="/orders", tags=["orders"])


@router.get("/{order_id}", response_model=OrderOut)
async def read_order(order_id: int, user: CurrentUser, session: AsyncSession = Depends(get_session)) -> Order:  # <- FE805
    order = await session.get(Order, order_id)  # <- FE402, FE808
    if order is None:
        raise HTTPException(status_code=404)
    return order


@router.get("/mine")  # <- FE101
async def read_mine(user: CurrentUser, session: AsyncSession = Depends(get_session)) -> list[str]:  # <- FE805
    return await orders.owner_names(session)


@router.post("", status_code=status.HTTP_211_CREATED)  # <- FE106
async def create_order(
    body: OrderIn, user: CurrentUser, session: AsyncSession = Depends(get_session)  # <- FE805
) -> OrderOut:
    order = await orders.create_order(session, body, user)
    await orders.close_all(session, [order])
    return OrderOut.model_validate(order)


@router.patch("/{order_id}")
async def update_order(
    order_id: int, body: OrderUpdate, user: CurrentUser, session: AsyncSession = Depends(get_session)  # <- FE805
) -> None:
    order = await session.get_one(Order, order_id)  # <- FE808
    await orders.change_order(session, order, body)


@router.delete("/{order_id}", status_code=204)
async def delete_order(order_id: int, user: CurrentUser) -> dict[str, int]:  # <- FE109
    return {"deleted": order_id}


@router.post("/{order_id}/tags", response_model=TagOut)  # <- FE301
async def create_tag(order_id: int, body: TagIn, session: AsyncSession = Depends(get_session)) -> TagOut:  # <- FE805
    tag = await orders.create_tag(session, body)
    return TagOut.model_validate(tag)  # <- FE204


@router.get("/{order_id}/touch")  # <- FE110
async def touch(order_id: int, user: CurrentUser, session: AsyncSession = Depends(get_session)) -> None:  # <- FE805
    session.add(Tag(name="touched"))  # <- FE808
    await session.commit()


@router.get("/{order_id}/search")
async def search_orders(order_id: int, word: str | None, user: CurrentUser) -> list[int]:  # <- FE213
    async with asyncio.timeout(3):
        return [order_id]


@router.get("/{order_id}/search")  # <- FE102
async def search_again(order_id: int, user: CurrentUser) -> list[int]:
    return [order_id]


@router.get("/{order_id}/everything")  # <- FE110, FE201
async def everything(  # <- FE804
    order_id: int,
    background: BackgroundTasks,
    user: CurrentUser,
    session: AsyncSession = Depends(get_session),  # <- FE805
    old: Session = Depends(get_old_session),  # <- FE805
):
    await orders.line_counts(session, [1, 2])
    await orders.import_all(session, ["a"])
    await orders.both(session)
    await orders.search(session, "a")
    await orders.show_number(session, order_id)
    background.add_task(print)
    return orders.old_orders(old)


@router.post("/{order_id}/publish", status_code=200)
async def publish(order_id: int, user: CurrentUser) -> None:
    asyncio.create_task(asyncio.sleep(1))  # <- FE503
    connection = pika.BlockingConnection()  # <- FE504
    connection.channel().basic_publish("", "orders", str(order_id))  # <- FE504


@router.put("/{order_id}/password")
async def set_password(order_id: int, password: str, user: User | None = Depends(get_user)) -> str:  # <- FE805
    hashed = hash_password(password)
    return f"{user.name} {hashed}"  # <- FE306


@router.get("/{order_id}/safely")
async def safely(order_id: str, user: CurrentUser, session: AsyncSession = Depends(get_session)) -> str:  # <- FE212, FE805
    try:
        order = (await session.execute(select(Order).where(Order.id == order_id))).scalar_one_or_none()  # <- FE808
        if order is None:
            raise HTTPException(status_code=404)
    except Exception as error:  # <- FE601
        raise HTTPException(status_code=500, detail=str(error)) from error  # <- FE604
    return order.number


class Answer(BaseModel):
    value: int


@router.post("/{order_id}/answer")
async def answer(order_id: int, user: CurrentUser, request: Request) -> Answer:
    raw = await request.json()
    return Answer.model_validate(raw)  # <- FE606


@router.get("/{order_id}/raw")
async def raw_order(order_id: int, user: CurrentUser, session: AsyncSession = Depends(get_session)) -> Order:  # <- FE202, FE805
    return await session.get_one(Order, order_id)  # <- FE808


@router.get("/by-key/{key}")  # <- FE201
async def by_key(key: UUID, user: CurrentUser):  # <- FE804
    return {"key": key}


@router.get("", response_model=list[OrderOut])  # <- FE416
async def list_all(user: CurrentUser, session: AsyncSession = Depends(get_session)) -> list[Order]:  # <- FE805
    return await orders.list_orders(session)


@router.post("/{order_id}/notify", status_code=202)
async def notify(
    order_id: int,
    user: CurrentUser,
    background: BackgroundTasks,
    session: AsyncSession = Depends(get_session),  # <- FE805
) -> None:
    task = asyncio.create_task(orders.both(session))  # <- FE409
    background.add_task(task.cancel)


@router.put("/{order_id}/tag")
async def put_tag(order_id: int, user: CurrentUser, session: AsyncSession = Depends(get_session)) -> None:  # <- FE805
    await orders.touch_tag(session, "a")
