from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.models import Album, Base, Song
from app.repository import Albums

engine = create_async_engine("sqlite+aiosqlite:///albums.db")
templates = Jinja2Templates(Path(__file__).parent / "templates")


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        session.add(Album(title="Blue", songs=[Song(title="Carey")]))
        await session.commit()
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/albums")
async def albums(request: Request):
    async with AsyncSession(engine) as session:
        shown = {"albums": await Albums(session).all()}
        return templates.TemplateResponse(request, "albums.html", shown)
