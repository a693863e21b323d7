from sqlalchemy.ext.asyncio import AsyncSession

from app.books.models import Book
from app.books.schemas import BookIn, BookOut


class BookService:
    def __init__(self, session: AsyncSession):
        self.session = session

    async def create(self, book_in: BookIn) -> BookOut:
        book = Book(**book_in.model_dump())
        self.session.add(book)
        await self.session.flush()
        shown = BookOut.model_validate(book)
        await self.session.commit()
        return shown
