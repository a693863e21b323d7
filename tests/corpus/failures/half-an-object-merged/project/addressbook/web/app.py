from contextlib import asynccontextmanager

from fastapi import FastAPI
from pydantic import BaseModel

from addressbook.db import Base, Contact, Session, engine
from addressbook.work import save
from addressbook.mapping import to_row


class ContactChange(BaseModel):
    phone: str


@asynccontextmanager
async def lifespan(_: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(Contact(name="Ada", phone="0"))
    yield


app = FastAPI(lifespan=lifespan)


@app.put("/contacts/{number}")
async def put(number: int, change: ContactChange) -> list[str]:
    row = await save(to_row(number, change.model_dump()))
    return [row.name, row.phone]
