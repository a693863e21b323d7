"""The habits that bodies show, logging and telemetry set-up, and test fixtures."""

from pathlib import Path

from fe_skill.project.model import Convention
from fe_skill.project.reader import Facts
from tests.project.written import facts_of

FILES = {
    "app/__init__.py": "",
    "app/models.py": """
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
        class Base(DeclarativeBase): ...
        class Thing(Base):
            __tablename__ = "things"
            id: Mapped[int] = mapped_column(primary_key=True)
        """,
    "app/schemas.py": """
        from typing import Generic, TypeVar
        from pydantic import BaseModel
        T = TypeVar("T")
        class Envelope(BaseModel, Generic[T]):
            data: T
        class ThingOut(BaseModel):
            id: int
        """,
    "app/errors.py": """
        from fastapi import HTTPException
        class Missing(HTTPException): ...
        class Full(Exception): ...
        class Lost(Exception): ...
        """,
    "app/service.py": """
        from sqlalchemy import select
        from sqlalchemy.ext.asyncio import AsyncSession
        from app.errors import Full, Lost, Missing
        from app.models import Thing

        class ThingService:
            def __init__(self, session: AsyncSession):
                self.session = session

            async def get(self, key: int) -> Thing:
                found = await self.session.scalar(select(Thing).where(Thing.id == key))
                if found is None:
                    raise Missing(404)
                return found

            async def add(self) -> Thing:
                thing = Thing()
                self.session.add(thing)
                await self.session.commit()
                if full(thing):
                    raise Full
                raise Lost()

        def unused(session: AsyncSession):
            raise ValueError(select(Thing))
        """,
    "app/main.py": """
        import logging.config
        from typing import Annotated
        from fastapi import Depends, FastAPI, HTTPException, Response
        from sqlalchemy import select
        from sqlalchemy.ext.asyncio import AsyncSession
        from app.errors import Full
        from app.models import Thing
        from app.schemas import Envelope, ThingOut
        from app.service import ThingService

        logging.config.dictConfig({})
        app = FastAPI()

        async def session() -> AsyncSession: ...
        def service(session: AsyncSession = Depends(session)) -> ThingService:
            return ThingService(session)
        Things = Annotated[ThingService, Depends(service)]

        @app.exception_handler(Full)
        def full(request, error): ...

        @app.get("/a", response_model=ThingOut)
        async def a(things: Things):
            return await things.get(1)

        @app.post("/b", response_model=Envelope[ThingOut])
        async def b(things: Things):
            await things.add()
            return {"data": 1}

        @app.get("/c")
        async def c(session: AsyncSession = Depends(session)) -> ThingOut:
            if not (await session.scalars(select(Thing))).all():
                raise HTTPException(404)
            await session.commit()
            return ThingOut(id=1)

        @app.delete("/d")
        async def d():
            return Response(status_code=204)
        """,
    "tests/conftest.py": """
        import logging
        import pytest
        from httpx import AsyncClient
        from app.main import app, session

        logging.basicConfig()

        @pytest.fixture(scope="session")
        def number() -> int:
            return 1

        @pytest.fixture(name="client")
        async def make_client(number):
            app.dependency_overrides[session] = lambda: None
            async with AsyncClient() as made:
                yield made
        """,
}


def habit(facts: Facts, name: str) -> tuple[dict[str, int], int]:
    (found,) = [each for each in (*facts.habits, *facts.conventions) if each.name == name]
    return _counts(found), found.total


def _counts(found: Convention) -> dict[str, int]:
    return {found.value: found.follow, **dict(found.others)}


def test_habits_are_counted_by_what_bodies_show(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, FILES)
    expected = {"mapped objects": 1, "dicts": 1, "schemas": 1, "response objects": 1}
    assert habit(facts, "answers") == (expected, 4)
    assert habit(facts, "response envelope") == ({"none": 2, "Envelope": 1}, 3)
    expected = {
        "own subclasses of HTTPException": 1, "own errors": 1, "HTTPException": 1,
        "own errors with a handler": 1,
    }  # fmt: skip
    assert habit(facts, "errors") == (expected, 4)
    assert habit(facts, "queries") == ({"in service classes": 1, "in the routes": 1}, 2)
    assert habit(facts, "commits") == ({"in service classes": 1, "in the routes": 1}, 2)
    assert habit(facts, "imports") == ({"absolute": 3}, 3)


def test_a_habit_has_an_example(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, FILES)
    (answers,) = [each for each in facts.habits if each.name == "answers"]
    assert str(answers.example) == "app/main.py:23"


def test_set_up_is_found_outside_tests(tmp_path: Path) -> None:
    (found,) = facts_of(tmp_path, FILES).setup
    assert (found.what, str(found.where)) == ("logging.config.dictConfig", "app/main.py:11")


def test_fixtures_tell_what_they_give_and_override(tmp_path: Path) -> None:
    (client,) = facts_of(tmp_path, FILES).fixtures
    assert (client.name, client.scope, client.gives) == ("client", "function", "AsyncClient")
    assert client.needs == ("number",)
    assert client.overrides == ("app.main.session",)
    assert client.is_async
