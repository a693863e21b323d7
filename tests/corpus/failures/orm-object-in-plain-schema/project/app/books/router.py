from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.books.schemas import BookIn, BookOut
from app.books.service import BookService
from app.database import get_session

router = APIRouter(prefix="/books")


def service(session: Annotated[AsyncSession, Depends(get_session)]) -> BookService:
    return BookService(session)


@router.post("")
async def create(book: BookIn, books: Annotated[BookService, Depends(service)]) -> BookOut:
    return await books.create(book)
