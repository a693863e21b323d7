"""What expressions stand for, across the files of small projects."""

import ast

import pytest

from fe_skill.project.program import Program, Type
from tests.project.written import facts_of

MODELS = """
    from sqlalchemy import Column, ForeignKey, Integer
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

    class Base(DeclarativeBase):
        pass

    class User(Base):
        __tablename__ = "users"
        id: Mapped[int] = mapped_column(primary_key=True)
        orders: Mapped[list["Order"]] = relationship(back_populates="user")

    class Order(Base):
        __tablename__ = "orders"
        id = Column(Integer, primary_key=True)
        user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
        user = relationship("User", back_populates="orders")
    """
DEPS = """
    from collections.abc import AsyncIterator
    from typing import Annotated
    from fastapi import Depends
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

    make = async_sessionmaker()

    async def get_session() -> AsyncIterator[AsyncSession]:
        async with make() as session:
            yield session

    Session = Annotated[AsyncSession, Depends(get_session)]
    """
SERVICE = """
    from typing import Generic, TypeVar
    from sqlalchemy import select
    from app.deps import Session
    from app.models import Order, User

    T = TypeVar("T")

    class Repository(Generic[T]):
        def __init__(self, model: type[T], session: Session) -> None:
            self.model = model
            self.session = session

        async def get(self, key: int) -> T | None:
            return await self.session.get(self.model, key)

        async def all(self):
            return (await self.session.scalars(select(self.model))).all()

    class Orders(Repository[Order]):
        def newest(self):
            return self.latest

        latest: Order

    def unknown(x):
        return x
    """
USE = """
    from contextlib import asynccontextmanager
    from fastapi import Depends
    from sqlalchemy import func, select
    from app import models as m
    from app.deps import Session, make
    from app.models import Order, User
    from app.service import Orders, Repository, unknown

    def orders(session: Session):
        return Orders(Order, session)

    @asynccontextmanager
    async def scope():
        async with make() as inner:
            yield inner

    async def use(session: Session, repo: Orders = Depends(orders), other=Depends(orders), plain=1):
        result = await session.execute(select(Order).where(Order.id == 1).limit(2))
        rows = result.scalars().all()
        one = (await session.execute(select(User))).scalar_one_or_none()
        pairs = (await session.execute(select(User, Order.user_id))).all()
        counted = await session.scalar(select(func.count()))
        got = await repo.get(1)
        every = await repo.all()
        newest = repo.newest()
        fetched = await other.get(2)
        maker = make()
        for row in rows:
            first = row
        for user, number in pairs:
            second = user, number
        async with scope() as entered:
            pass
        names = [each.user for each in rows]
        again = await session.get(m.User, 1)
        either = one or User()
        owned = again.orders
        owner = rows[0].user
        mixed = repo if plain else session
        nothing = unknown(1)
        copied = list(rows)
        late = rows
        rows = 3
        table = {"a": one, "b": again}
        picked = table["a"]
    """

ORDER, USER = "app.models.Order", "app.models.User"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    files = {
        "app/__init__.py": "",
        "app/models.py": MODELS,
        "app/deps.py": DEPS,
        "app/service.py": SERVICE,
        "app/use.py": USE,
    }
    return Program(facts_of(tmp_path_factory.mktemp("typed"), files))


def last_use(program: Program, name: str) -> Type | None:
    """The type of what the function `use` gives `name` first."""
    function = program.function("app.use.use")
    assert function is not None
    for node in function.module.inside(function.node, ast.Assign, ast.AsyncWith):
        match node:
            case ast.Assign(targets=[ast.Name(id=bound)]) if bound == name:
                return program.type_of(function, node.value)
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("result", Type("sqlalchemy.Result")),
        ("one", Type(USER, optional=True)),
        ("pairs", Type("sqlalchemy.Row", many=True)),
        ("counted", None),
        ("got", Type(ORDER, optional=True)),
        ("every", Type(ORDER, many=True)),
        ("newest", Type(ORDER)),
        ("fetched", Type(ORDER, optional=True)),
        ("maker", Type("sqlalchemy.ext.asyncio.AsyncSession")),
        ("first", Type(ORDER)),
        ("names", Type(USER, many=True)),
        ("again", Type(USER, optional=True)),
        ("either", Type(USER)),
        ("owned", Type(ORDER, many=True)),
        ("owner", Type(USER, optional=True)),
        ("mixed", None),
        ("nothing", None),
        ("copied", Type(ORDER, many=True)),
        ("late", Type(ORDER, many=True)),
        ("picked", Type(USER, optional=True)),
    ],
)
def test_an_expression_has_the_type_that_the_source_gives_it(
    program: Program, name: str, expected: Type | None
) -> None:
    assert last_use(program, name) == expected


def test_what_is_unpacked_or_entered_is_typed_by_its_source(program: Program) -> None:
    function = program.function("app.use.use")
    assert function is not None
    names = {
        node.id: program.type_of(function, node)
        for node in function.module.inside(function.node, ast.Name)
        if isinstance(node.ctx, ast.Load)
    }
    assert names["user"] == Type(USER)
    assert names["number"] == Type("builtins.int")
