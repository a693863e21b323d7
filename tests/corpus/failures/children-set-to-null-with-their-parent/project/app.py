from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import func, select

from entities import Base, Board, Card
from storage import engine, transaction
from use_cases.delete_board import delete_board


@asynccontextmanager
async def lifespan(_: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async with transaction() as session:
        session.add(Board(title="house", cards=[Card(text="paint")]))
    yield


app = FastAPI(lifespan=lifespan)


@app.delete("/boards/{board_id}")
async def boards(board_id: int) -> dict[str, int]:
    await delete_board(board_id)
    async with transaction() as session:
        return {"cards": await session.scalar(select(func.count()).select_from(Card))}
