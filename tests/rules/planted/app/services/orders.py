import asyncio
import time

import requests
from fastapi import HTTPException
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from app.models.order import Line, Order, Tag
from app.models.user import User
from app.schemas.order import OrderIn, OrderUpdate, TagIn


async def list_orders(session: AsyncSession) -> list[Order]:
    return list((await session.scalars(select(Order))).all())  # <- FE402


async def owner_names(session: AsyncSession) -> list[str]:
    orders = (await session.scalars(select(Order).limit(50))).all()
    return [order.owner.name for order in orders]  # <- FE401


async def line_counts(session: AsyncSession, ids: list[int]) -> list[int]:
    counts = []
    for at in ids:
        found = (await session.scalars(select(Line).where(Line.order_id == at).limit(9))).all()  # <- FE403
        counts.append(len(found))
    return counts


def old_orders(session: Session) -> list[Order]:
    return session.query(Order).limit(5).all()  # <- FE404


async def create_order(session: AsyncSession, body: OrderIn, user: User) -> Order:
    order = Order(number=body.number, note=body.note, owner_id=user.id)
    session.add(order)
    await session.commit()
    if order.number:
        rate()
    return order


def rate() -> float:
    time.sleep(0.1)  # <- FE501
    return requests.get("https://rates.example/eur", timeout=3).json()["rate"]  # <- FE501


async def create_tag(session: AsyncSession, body: TagIn) -> Tag:
    found = (await session.execute(select(Tag).where(Tag.name == body.name))).scalars().first()  # <- FE415, FE420
    if found is not None:
        raise HTTPException(status_code=409)  # <- FE603
    tag = Tag(name=body.name)
    session.add(tag)
    session.commit()  # <- FE405
    return tag


async def touch_tag(session: AsyncSession, name: str) -> None:
    session.add(Tag(name=name))  # <- FE406
    await session.flush()


async def change_order(session: AsyncSession, order: Order, body: OrderUpdate) -> Order:
    for name, value in body.model_dump().items():  # <- FE207
        setattr(order, name, value)
    await session.commit()
    return order


async def close_all(session: AsyncSession, orders: list[Order]) -> None:
    for order in orders:
        order.note = "closed"
        await session.commit()  # <- FE407


async def import_all(session: AsyncSession, names: list[str]) -> None:
    for name in names:
        try:
            session.add(Tag(name=name))
            await session.flush()
        except IntegrityError:
            await session.rollback()  # <- FE410
    await session.commit()


async def both(session: AsyncSession) -> None:
    await asyncio.gather(  # <- FE408
        session.execute(text("select 1")), session.execute(text("select 2"))
    )


async def search(session: AsyncSession, word: str) -> list[int]:
    statement = text(f"select id from orders where number like '%{word}%' limit 9")  # <- FE418
    return list((await session.execute(statement)).scalars())


async def number_of(session: AsyncSession, at: int) -> Order | None:
    try:
        return await session.get(Order, at)
    except Exception:
        print("no order")  # <- FE801
        return None


async def show_number(session: AsyncSession, at: int) -> str:
    order = await number_of(session, at)
    return order.number  # <- FE605
