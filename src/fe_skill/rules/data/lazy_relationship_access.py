"""A lazy relationship that is read on an object of an async session.

Why: reading it would run a query from a plain attribute, which an async session can't do: a
MissingGreenlet, and a 500.
"""

import ast
from collections.abc import Iterator

from fe_skill.project.model import Model, Relationship
from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.across import LAZY, is_application, last, loaders, session_method
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
from fe_skill.rules.vocabulary import parameters


def check(program: Program) -> Iterator[Finding]:
    """Reads of such attributes in coroutines that hold an async session, if nothing loads them."""
    names = {r.name for m in program.facts.models for r in m.relationships if r.lazy in LAZY}
    loaded = _loaded(program) if names else frozenset()
    if not names - loaded:
        return
    for module in program.mentioning(b"AsyncSession"):
        for function in program.functions(module):
            if not function.is_async or not is_application(function):
                continue
            read = {node.attr for node in module.inside(function.node, ast.Attribute)}
            if read & names and any(session_method(site.target) for site in function.calls):
                yield from _reads(program, function, loaded)


def _loaded(program: Program) -> frozenset[str]:
    """The attributes that any query of the project loads along."""
    return frozenset(
        name
        for module in program.mentioning(
            b"load(", b"refresh(", b"contains_eager", b"awaitable_attrs"
        )
        for function in program.functions(module)
        for name in loaders(function)
    )


def _reads(program: Program, function: Function, loaded: frozenset[str]) -> Iterator[Finding]:
    module = function.module
    made = {
        target.id
        for node in module.inside(function.node, ast.Assign)
        if isinstance(node.value, ast.Call) and _constructs(program, function, node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    told: set[str] = set()
    for node in module.inside(function.node, ast.Attribute):
        value = node.value
        if not isinstance(value, ast.Name) or value.id in made or node.attr in loaded | told:
            continue
        if not isinstance(node.ctx, ast.Load):
            continue
        kind = program.type_of(function, value)
        model = program.model(kind.name) if kind is not None and not kind.many else None
        relation = _lazy(model, node.attr)
        if model is not None and relation is not None:
            told.add(node.attr)
            where = relation.where
            related = (Related(where.path, where.line, "the relationship is loaded lazily"),)
            message = f"`{model.name}.{node.attr}` is read, and no query loads it"
            fix = _loading(program, function, model, node.attr)
            # What a caller hands in may have been made a moment ago, or loaded with all it has.
            handed = value.id in _handed(function)
            yield RULE.finding(
                module,
                node,
                message,
                related=related,
                confidence=0.5 if handed else 0.85,
                severity=Severity.INFO if handed else None,
                fix=fix,
            )


def _loading(program: Program, function: Function, model: Model, name: str) -> Fix | None:
    """Load it along in the function's only query of the class."""
    module = function.module
    queries = [
        call
        for call in module.inside(function.node, ast.Call)
        if call.args
        and (last(module.dotted(call.func)) == "select" or _gets(call))
        and program.resolve(module, call.args[0]) == model.dotted
    ]
    edits = loading(module, queries[0], name) if len(queries) == 1 else None
    return Fix("Load it along", Applicability.UNSAFE, edits) if edits else None


def _gets(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("get", "get_one")


def _handed(function: Function) -> set[str]:
    """The parameters of a function, and what it takes from them one by one."""
    module, node = function.module, function.node
    names = {each.arg for each in parameters(node)}
    loops = [
        *((each.target, each.iter) for each in module.inside(node, ast.For)),
        *((each.target, each.iter) for each in module.inside(node, ast.comprehension)),
    ]
    for target, over in loops:
        if isinstance(target, ast.Name) and isinstance(over, ast.Name) and over.id in names:
            names.add(target.id)
    return names


def _constructs(program: Program, function: Function, call: ast.Call) -> bool:
    name = program.resolve(function.module, call.func)
    return name is not None and program.model(name) is not None


def _lazy(model: Model | None, name: str) -> Relationship | None:
    relations = model.relationships if model is not None else ()
    return next((r for r in relations if r.name == name and r.lazy in LAZY), None)


_BODY = """
                from sqlalchemy import ForeignKey, select
                from sqlalchemy.ext.asyncio import AsyncSession
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

                class Order(Base):
                    __tablename__ = "orders"
                    id: Mapped[int] = mapped_column(primary_key=True)
                    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
                    customer: Mapped["Customer"] = relationship(back_populates="orders")
                """

RULE = Rule(
    code="FE401",
    name="lazy-relationship-access",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="load it in the query: `.options(selectinload(...))`",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            {
                "app/orders.py": _BODY
                + """
                async def count(session: AsyncSession, at: int) -> int:
                    one = await session.get(Customer, at)
                    return len(one.orders)  # <- FE401
                """,
            },
            fixed={
                "app/orders.py": _BODY
                + """
                async def count(session: AsyncSession, at: int) -> int:
                    one = await session.get(Customer, at, options=[selectinload(Customer.orders)])
                    return len(one.orders)
                """,
            },
        ),
        Good(
            {
                "app/orders.py": _BODY
                + """
                async def count(session: AsyncSession, at: int) -> int:
                    query = select(Customer).options(selectinload(Customer.orders))
                    customer = (await session.execute(query)).scalar_one()
                    return len(customer.orders)

                async def fresh(session: AsyncSession) -> None:
                    order = Order()
                    order.customer = Customer()
                    session.add(order)
                    await session.commit()
                """,
            }
        ),
    ),
)
