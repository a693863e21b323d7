"""A response model that shows a relationship which no query loads.

Why: the serializer reads the attribute after the query is over; with an async session that is a
MissingGreenlet and a 500, with a plain one a query for each row.
"""

import ast
from collections.abc import Iterator

from fe_skill.project.model import Model, Relationship, Route, Schema
from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite, Function
from fe_skill.project.program_reach import Reached
from fe_skill.rules.across import LAZY, followed, last, loaders, response_schema, session_method
from fe_skill.rules.edits import loading
from fe_skill.rules.rule import (
    Applicability,
    Bad,
    Finding,
    Fix,
    Good,
    InProject,
    Related,
    Rule,
    Severity,
)
from fe_skill.rules.vocabulary import keyword


def check(program: Program) -> Iterator[Finding]:
    """Routes of async sessions whose response shows what nothing on their way loads."""
    told: set[tuple[str, int, str]] = set()
    for function, routes in program.route_functions():
        schema = response_schema(program, routes[0].response_model)
        model = _read_model(program, schema)
        if schema is None or model is None:
            continue
        reached = list(program.reach(function))
        loaded = {name for one in reached for name in loaders(one.function)}
        for relation in model.relationships:
            shown = any(field.name == relation.name for field in schema.fields)
            if not shown or relation.lazy not in LAZY or relation.name in loaded:
                continue
            if any(_gives(one.function, schema, relation) for one in reached):
                continue
            query = _query(program, reached, model)
            key = (query.where.path, query.where.line, relation.name) if query else None
            if query is not None and key not in told and key is not None:
                told.add(key)
                yield _found(query, reached, routes[0], schema, relation)


def _gives(function: Function, schema: Schema, relation: Relationship) -> bool:
    """Whether a function makes the schema itself, and says what stands in the field."""
    return any(
        keyword(call, relation.name) is not None
        and last(function.module.dotted(call.func)) == schema.name
        for call in function.module.inside(function.node, ast.Call)
    )


def _read_model(program: Program, schema: Schema | None) -> Model | None:
    """The mapped class that a schema is read from."""
    if schema is None or not schema.from_attributes or schema.reads is None:
        return None
    named = [m for m in program.facts.models if schema.reads in (m.dotted, m.name)]
    return named[0] if len(named) == 1 else None


def _query(program: Program, reached: list[Reached], model: Model) -> CallSite | None:
    """The async query that reads the model: a `get`, or a `select` in a function that runs it."""
    for one in reached:
        runs = any(session_method(site.target) for site in one.function.calls)
        for site in one.function.calls:
            selects = last(site.target) == "select" and runs
            if (selects or session_method(site.target) == "get") and _of(
                program, one.function, site, model
            ):
                return site
    return None


def _of(program: Program, function: Function, site: CallSite, model: Model) -> bool:
    arguments = getattr(site.node, "args", [])
    return bool(arguments) and program.resolve(function.module, arguments[0]) == model.dotted


def _found(
    query: CallSite, reached: list[Reached], route: Route, schema: Schema, relation: Relationship
) -> Finding:
    chain = next(one.chain for one in reached if one.function is query.function)
    field = next(field for field in schema.fields if field.name == relation.name)
    related = (
        Related(route.registered.path, route.registered.line, f"`{route.path}` answers with it"),
        *followed(chain),
        Related(field.where.path, field.where.line, f"`{schema.name}` shows `{relation.name}`"),
        Related(relation.where.path, relation.where.line, "the relationship is loaded lazily"),
    )
    message = f"`{schema.name}` shows `{relation.name}`, which this query doesn't load"
    module = query.function.module
    edits = loading(module, query.node, relation.name)
    fix = Fix("Load it along", Applicability.UNSAFE, edits) if edits else None
    return RULE.finding(module, query.node, message, related=related, fix=fix)


RULE = Rule(
    code="FE402",
    name="unloaded-response-relationship",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="add `.options(selectinload(...))` to the query",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            {
                "app/models.py": """
                from sqlalchemy import ForeignKey
                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

                class Base(DeclarativeBase): ...

                class Customer(Base):
                    __tablename__ = "customers"
                    id: Mapped[int] = mapped_column(primary_key=True)
                    orders: Mapped[list["Order"]] = relationship(back_populates="customer")

                class Order(Base):
                    __tablename__ = "orders"
                    id: Mapped[int] = mapped_column(primary_key=True)
                    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
                    customer: Mapped["Customer"] = relationship(back_populates="orders")
                """,
                "app/schemas.py": """
                from pydantic import BaseModel, ConfigDict

                class OrderOut(BaseModel):
                    model_config = ConfigDict(from_attributes=True)
                    id: int

                class CustomerOut(BaseModel):
                    model_config = ConfigDict(from_attributes=True)
                    id: int
                    orders: list[OrderOut]
                """,
                "app/service.py": """
                from sqlalchemy import select
                from sqlalchemy.ext.asyncio import AsyncSession

                from app.models import Customer

                async def read_customer(session: AsyncSession, at: int) -> Customer | None:
                    query = select(Customer)  # <- FE402
                    return (await session.execute(query.where(Customer.id == at))).scalar()
                """,
                "app/main.py": """
                from typing import Annotated

                from fastapi import Depends, FastAPI
                from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

                from app.schemas import CustomerOut
                from app.service import read_customer

                app = FastAPI()
                make = async_sessionmaker()

                async def get_session():
                    async with make() as session:
                        yield session

                @app.get("/customers/{at}", response_model=CustomerOut)
                async def customer(at: int, db: Annotated[AsyncSession, Depends(get_session)]):
                    return await read_customer(db, at)
                """,
            },
            fixed={
                "app/service.py": """
                from sqlalchemy import select
                from sqlalchemy.ext.asyncio import AsyncSession
                from sqlalchemy.orm import selectinload

                from app.models import Customer

                async def read_customer(session: AsyncSession, at: int) -> Customer | None:
                    query = select(Customer).options(selectinload(Customer.orders))
                    return (await session.execute(query.where(Customer.id == at))).scalar()
                """,
            },
        ),
        Good(
            {
                "app/main.py": """
                from typing import Annotated

                from fastapi import Depends, FastAPI
                from pydantic import BaseModel, ConfigDict
                from sqlalchemy import select
                from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
                from sqlalchemy.orm import (
                    DeclarativeBase,
                    Mapped,
                    mapped_column,
                    relationship,
                    selectinload,
                )

                class Base(DeclarativeBase): ...

                class Customer(Base):
                    __tablename__ = "customers"
                    id: Mapped[int] = mapped_column(primary_key=True)
                    orders: Mapped[list["Order"]] = relationship(back_populates="customer")

                class CustomerOut(BaseModel):
                    model_config = ConfigDict(from_attributes=True)
                    id: int
                    orders: list[int]

                app = FastAPI()
                make = async_sessionmaker()

                async def get_session():
                    async with make() as session:
                        yield session

                @app.get("/customers/{at}", response_model=CustomerOut)
                async def customer(at: int, db: Annotated[AsyncSession, Depends(get_session)]):
                    query = select(Customer).options(selectinload(Customer.orders))
                    return (await db.execute(query)).scalar_one_or_none()
                """,
            }
        ),
        Good(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from pydantic import BaseModel, ConfigDict
            from sqlalchemy import select
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

            class Base(DeclarativeBase): ...

            class Customer(Base):
                __tablename__ = "customers"
                id: Mapped[int] = mapped_column(primary_key=True)
                orders: Mapped[list["Order"]] = relationship(back_populates="customer")

            class CustomerOut(BaseModel):
                model_config = ConfigDict(from_attributes=True)
                id: int
                orders: list[int]

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                async with make() as session:
                    yield session

            @app.get("/customers/{at}", response_model=CustomerOut)
            async def customer(at: int, db: Annotated[AsyncSession, Depends(get_session)]):
                found = (await db.execute(select(Customer))).scalar_one()
                return CustomerOut(id=found.id, orders=[])
            """
        ),
    ),
)
