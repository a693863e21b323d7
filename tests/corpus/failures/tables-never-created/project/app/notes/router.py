from fastapi import APIRouter
from sqlalchemy import select

from app.database import Session
from app.notes.model import Note

router = APIRouter()


@router.get("/notes")
async def notes() -> list[str]:
    async with Session() as session:
        return list(await session.scalars(select(Note.text)))
