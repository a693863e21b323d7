"""Small projects of unlike layout, as others write them.

Lives here: LAYERED, SQLMODEL, PACKAGES, write.
"""

from pathlib import Path

_REVISION = '''"""Create items

Revision ID: 1a2b3c4d5e6f
Revises:
Create Date: 2025-01-31 10:20:30.123456

"""
from alembic import op
import sqlalchemy as sa

revision = '1a2b3c4d5e6f'
down_revision = None


def upgrade():
    op.create_table('items', sa.Column('id', sa.Integer(), nullable=False))


def downgrade():
    op.drop_table('items')
'''
_ENV = """from alembic import context
from app.models import Base

target_metadata = Base.metadata


def run():
    context.run_migrations()
"""

LAYERED = {
    "pyproject.toml": '[project]\nname = "x"\nversion = "1"\ndependencies = ["sqlalchemy"]\n'
    "[tool.ruff]\nline-length = 100\n",
    "app/__init__.py": "",
    "app/database.py": """from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


async def get_session():
    async with AsyncSession() as session:
        yield session
""",
    "app/models/__init__.py": """from app.database import Base

from .item import Item
from .user import User
""",
    "app/models/user.py": """from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
""",
    "app/models/item.py": """from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class Item(Base):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
""",
    "app/schemas/__init__.py": "",
    "app/schemas/item.py": """from pydantic import BaseModel, ConfigDict


class ItemCreate(BaseModel):
    title: str


class ItemUpdate(BaseModel):
    title: str | None = None


class ItemRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    title: str
""",
    "app/crud/__init__.py": "",
    "app/crud/item.py": """from fastapi import HTTPException
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.item import Item
from app.schemas.item import ItemCreate


async def create_item(session: AsyncSession, item_in: ItemCreate) -> Item:
    item = Item(**item_in.model_dump())
    session.add(item)
    await session.commit()
    return item


async def get_item(session: AsyncSession, item_id: int) -> Item:
    item = await session.get(Item, item_id)
    if item is None:
        raise HTTPException(status_code=404, detail="No such item")
    return item
""",
    "app/api/__init__.py": "",
    "app/api/deps.py": """from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session
from app.models.user import User

SessionDep = Annotated[AsyncSession, Depends(get_session)]
scheme = OAuth2PasswordBearer(tokenUrl="token")


async def get_current_user(session: SessionDep, token: Annotated[str, Depends(scheme)]) -> User:
    user = await session.get(User, int(token))
    if user is None:
        raise HTTPException(status_code=401, detail="Unknown")
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]
""",
    "app/api/items.py": """from fastapi import APIRouter

from app.api.deps import CurrentUser, SessionDep
from app.crud import item as crud_item
from app.schemas.item import ItemCreate, ItemRead

router = APIRouter(prefix="/items", tags=["items"])


@router.post("/", response_model=ItemRead, status_code=201)
async def create_item(session: SessionDep, user: CurrentUser, item_in: ItemCreate):
    return await crud_item.create_item(session, item_in)


@router.get("/{item_id}", response_model=ItemRead)
async def read_item(session: SessionDep, user: CurrentUser, item_id: int):
    return await crud_item.get_item(session, item_id)
""",
    "app/main.py": """from fastapi import FastAPI

from app.api.items import router as items_router  # the first one

app = FastAPI()
app.include_router(items_router, prefix="/api/v1")  # beside its kin
""",
    "migrations/env.py": _ENV,
    "migrations/versions/1a2b3c4d5e6f_create_items.py": _REVISION,
    "tests/__init__.py": "",
    "tests/conftest.py": """import pytest
from httpx import ASGITransport, AsyncClient

from app.main import app


@pytest.fixture
async def client() -> AsyncClient:
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as found:
        yield found


@pytest.fixture
async def user_headers() -> dict[str, str]:
    return {"Authorization": "Bearer 1"}
""",
    "tests/test_items.py": """import pytest
from httpx import AsyncClient


@pytest.mark.anyio
async def test_create_item(client: AsyncClient, user_headers: dict[str, str]) -> None:
    response = await client.post("/api/v1/items/", headers=user_headers, json={"title": "a"})
    assert response.status_code == 201
""",
}

SQLMODEL = {
    "app/__init__.py": "",
    "app/models.py": """import uuid

from sqlmodel import Field, SQLModel


class NoteBase(SQLModel):
    text: str


class NoteCreate(NoteBase):
    pass


class NoteUpdate(SQLModel):
    text: str | None = None


class Note(NoteBase, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)


class NotePublic(NoteBase):
    id: uuid.UUID


class NotesPublic(SQLModel):
    data: list[NotePublic]
    count: int
""",
    "app/db.py": """from sqlmodel import Session, create_engine

engine = create_engine("sqlite://")


def get_db():
    with Session(engine) as session:
        yield session
""",
    "app/routes.py": """import uuid

from fastapi import APIRouter, Depends, HTTPException
from sqlmodel import Session, select

from app.db import get_db
from app.models import Note, NoteCreate, NotePublic, NotesPublic, NoteUpdate

router = APIRouter(prefix="/notes")


@router.get("/", response_model=NotesPublic)
def read_notes(skip: int = 0, limit: int = 100, db: Session = Depends(get_db)):
    notes = db.exec(select(Note).offset(skip).limit(limit)).all()
    return NotesPublic(data=notes, count=len(notes))


@router.post("/", response_model=NotePublic)
def create_note(note_in: NoteCreate, db: Session = Depends(get_db)):
    note = Note.model_validate(note_in)
    db.add(note)
    db.commit()
    return note


@router.put("/{note_id}", response_model=NotePublic)
def update_note(note_id: uuid.UUID, note_in: NoteUpdate, db: Session = Depends(get_db)):
    note = db.get(Note, note_id)
    if not note:
        raise HTTPException(404, "Note not found")
    return note
""",
    "app/main.py": """from fastapi import FastAPI

from app import routes

app = FastAPI()
app.include_router(routes.router)
""",
}

PACKAGES = {
    "shop/__init__.py": "",
    "shop/base.py": """from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


def get_db():
    db = Session()
    try:
        yield db
    finally:
        db.close()
""",
    "shop/errors.py": """class NotFoundError(Exception):
    pass


class ConflictError(Exception):
    pass
""",
    "shop/books/__init__.py": "",
    "shop/books/models.py": """from sqlalchemy import Column, Integer, String

from ..base import Base


class Book(Base):
    __tablename__ = "books"

    id = Column(Integer, primary_key=True, index=True)
    title = Column(String(80), nullable=False)
""",
    "shop/books/schemas.py": """from pydantic import BaseModel


class BookIn(BaseModel):
    title: str


class BookOut(BaseModel):
    id: int
    title: str

    class Config:
        from_attributes = True
""",
    "shop/books/repository.py": """from sqlalchemy.orm import Session

from ..errors import ConflictError, NotFoundError
from .models import Book
from .schemas import BookIn


class BookRepository:
    def __init__(self, db: Session):
        self.db = db

    def add(self, book: BookIn) -> Book:
        row = Book(**book.model_dump())
        self.db.add(row)
        self.db.commit()
        return row

    def find_by_id(self, book_id: int) -> Book:
        row = self.db.get(Book, book_id)
        if row is None:
            raise NotFoundError("Book not found")
        return row
""",
    "shop/books/router.py": """from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from ..base import get_db
from .repository import BookRepository
from .schemas import BookIn, BookOut

router = APIRouter(tags=["Books"])


def get_book_repository(db: Session = Depends(get_db)) -> BookRepository:
    return BookRepository(db)


@router.post("", response_model=BookOut)
def add_book(book: BookIn, books: BookRepository = Depends(get_book_repository)):
    return books.add(book)


@router.get("/{book_id}", response_model=BookOut)
def get_book(book_id: int, books: BookRepository = Depends(get_book_repository)):
    return books.find_by_id(book_id)
""",
    "shop/app.py": """from fastapi import FastAPI
from fastapi.responses import JSONResponse

from shop.books.router import router as books_router
from shop.errors import ConflictError, NotFoundError


def create_app():
    app = FastAPI()
    app.add_exception_handler(NotFoundError, lambda *_: JSONResponse({}, 404))
    app.add_exception_handler(ConflictError, lambda *_: JSONResponse({}, 409))
    app.include_router(
        books_router,
        prefix="/books",
    )
    return app


app = create_app()
""",
}


def write(root: Path, files: dict[str, str]) -> Path:
    """The project's files below `root`."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return root
