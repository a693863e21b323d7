"""Safe fixes keep meaning: the same code, run before and after each of them.

Each case is a module with one finding, and an expression that is worked out in it before the fix
and after it. Where the code was broken, the outcome before is the name of the exception.
"""

import asyncio
import gc
import textwrap
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fe_skill.project.program import Program
from fe_skill.project.reader import read_project
from fe_skill.rules.edits import applied
from fe_skill.rules.registry import known_rules
from fe_skill.rules.rule import Applicability, InFile, InProject


@dataclass(frozen=True)
class Case:
    """Source with one finding of a rule, and what an expression gives before and after its fix."""

    rule: str
    source: str
    asked: str
    before: object
    after: object


_BASE = """
    from sqlalchemy import Column, ForeignKey, Integer, String, create_engine, inspect
    from sqlalchemy.orm import (
        DeclarativeBase, Mapped, Session, configure_mappers, mapped_column, relationship
    )

    class Base(DeclarativeBase): ...
"""
_SIDES = (
    _BASE
    + """
    class Customer(Base):
        __tablename__ = "customers"
        id: Mapped[int] = mapped_column(primary_key=True)
        orders: Mapped[list["Order"]] = relationship(back_populates="buyer")

    class Order(Base):
        __tablename__ = "orders"
        id: Mapped[int] = mapped_column(primary_key=True)
        customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
        customer: Mapped["Customer"] = relationship(back_populates="orders")

    def linked():
        return Order(customer=Customer()).customer.orders is not None
"""
)
_COLUMNS = (
    _BASE
    + """
    class Order(Base):
        __tablename__ = "orders"
        id = Column(Integer, primary_key=True)
        number = Column(String(20), nullable=False)
        note = Column(String)

    def shape():
        engine = create_engine("sqlite://")
        Base.metadata.create_all(engine)
        found = inspect(engine).get_columns("orders")
        engine.dispose()
        return [(c["name"], str(c["type"]), c["nullable"]) for c in found]
"""
)
_SHAPE = [("id", "INTEGER", False), ("number", "VARCHAR(20)", False), ("note", "VARCHAR", True)]
_SESSION = """
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

    async def fill(session: AsyncSession) -> None:
        await session.execute(text("create table t (x int)"))
        await session.execute(text("insert into t values (1)"))
        session.commit()

    async def rows():
        engine = create_async_engine("sqlite+aiosqlite:///{file}")
        async with AsyncSession(engine) as session:
            await fill(session)
        async with AsyncSession(engine) as session:
            found = (await session.execute(text("select count(*) from t"))).scalar_one()
        await engine.dispose()
        return found
"""

CASES = (
    Case("FE413", _SIDES, "linked()", "InvalidRequestError", after=True),
    Case("FE412", _COLUMNS, "shape()", _SHAPE, _SHAPE),
    Case("FE405", _SESSION, "asyncio.run(rows())", 0, 1),
    Case(
        "FE107",
        """
        from fastapi import status

        code = status.HTTP_422_UNPROCESSABLE_ENTITY
        """,
        "int(code)",
        422,
        422,
    ),
    Case(
        "FE204",
        _BASE
        + """
        from pydantic import BaseModel

        class Order(Base):
            __tablename__ = "orders"
            id: Mapped[int] = mapped_column(primary_key=True)

        class OrderOut(BaseModel):
            id: int

        def shown(order: Order):
            return OrderOut.model_validate(order)
        """.replace("\n    ", "\n"),
        "shown(Order(id=3)).id",
        "ValidationError",
        3,
    ),
    Case(
        "FE211",
        """
        import secrets

        from pydantic import BaseModel

        class Order(BaseModel):
            token: str = secrets.token_hex(8)
        """,
        "Order().token == Order().token",
        before=True,
        after=False,
    ),
    Case(
        "FE601",
        """
        from fastapi import HTTPException

        def read(orders: dict, at: int):
            try:
                if at not in orders:
                    raise HTTPException(404)
                return orders[at]
            except Exception:
                raise HTTPException(500)

        def status(orders: dict, at: int):
            try:
                return read(orders, at)
            except HTTPException as error:
                return error.status_code
        """,
        "[status({1: 'a'}, 1), status({}, 1), status(None, 1)]",
        ["a", 500, 500],
        ["a", 404, 500],
    ),
    Case(
        "FE805",
        """
        from fastapi import Depends, FastAPI
        from fastapi.dependencies.utils import get_dependant

        app = FastAPI()

        def word() -> str:
            return "word"

        @app.get("/orders")
        def orders(found: str = Depends(word), limit: int = 10) -> str:
            return found * limit

        def taken():
            given = get_dependant(path="/orders", call=orders)
            inner = [each.call.__name__ for each in given.dependencies]
            return inner, [each.name for each in given.query_params]
        """,
        "taken()",
        (["word"], ["limit"]),
        (["word"], ["limit"]),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_safe_fix_mends_what_was_broken_and_leaves_the_rest_as_it_was(
    case: Case, tmp_path: Path
) -> None:
    source = textwrap.dedent(case.source).replace("{file}", str(tmp_path / "rows.db"))
    assert _worked_out(source, case.asked) == case.before
    (tmp_path / "rows.db").unlink(missing_ok=True)
    assert _worked_out(_fixed(case.rule, source, tmp_path / "project"), case.asked) == case.after


def _fixed(code: str, source: str, root: Path) -> str:
    """The source once all safe fixes of a rule are in it."""
    root.mkdir()
    (root / "main.py").write_text(source)
    rule, program = known_rules()[code], Program(read_project(root))
    if isinstance(rule.check, InFile):
        found = [f for m in program.modules() for f in rule.check.check(m)]
    else:
        assert isinstance(rule.check, InProject)
        found = list(rule.check.check(program))
    fixes = [each.fix for each in found if each.fix is not None]
    assert fixes
    assert {fix.applicability for fix in fixes} == {Applicability.SAFE}
    after = applied(source, (edit for fix in fixes for edit in fix.edits))
    assert after is not None
    return after


def _worked_out(source: str, asked: str) -> object:
    names: dict[str, Any] = {"__name__": "case", "asyncio": asyncio}
    with warnings.catch_warnings():
        # Broken code warns, too: of a coroutine that nobody awaits, of a deprecated name.
        warnings.simplefilter("ignore")
        try:
            exec(compile(source, "case.py", "exec"), names)  # noqa: S102 -- the cases above
            outcome = eval(asked, names)  # noqa: S307 -- likewise
        except Exception as error:  # noqa: BLE001 -- its name is the outcome
            outcome = type(error).__name__
        names.clear()
        gc.collect()
    return outcome
