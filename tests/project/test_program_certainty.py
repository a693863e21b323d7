"""What is said only where it is certain.

Each snippet begins with the type that its `probe(expression)` has: `*` many of it, `?` or None.
"""

import ast
from textwrap import dedent

import pytest

from fe_skill.project.program import Program
from tests.project.written import facts_of

HEAD = """
    from __future__ import annotations
    import asyncio
    import contextlib
    from enum import Enum
    from typing import Any, Final, Iterator, NewType, Optional, Self, TypeVar, Union
    from sqlalchemy import Column, Integer, Select, select, update
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session
    from sqlalchemy.orm import declared_attr, mapped_column, relationship
    from sqlmodel import Field, SQLModel, Session as SQLSession
    from fastapi import Depends, Request
    from fastcrud import FastCRUD

    class A:
        def me(self) -> Self: return self
        def both(self) -> A | B: return self
    class B: ...
    class Item(SQLModel, table=True):
        id: int = Field(primary_key=True)
    """

SNIPPETS = """
# m.B
def f():
    x = A()
    x = B()
    probe(x)

# None
def f(c):
    x = A()
    if c:
        x = B()
    probe(x)

# m.B?
def f(c):
    x = None
    if c:
        x = B()
    probe(x)

# m.B
def f(c):
    if c:
        x = A()
    else:
        x = B()
        probe(x)

# None
def f(c):
    x = A()
    while c:
        probe(x)
        x = B()

# m.B
def f():
    x = A()
    with open('p') as p:
        x = B()
    probe(x)

# None
def f():
    x = A()
    x = wrap(x)
    probe(x)

# None
def f():
    x = A()
    def g():
        probe(x)
    x = B()

# m.B
def f(x: A):
    return [probe(x) for x in [B()]]

# None
def f(x: A):
    return lambda x: probe(x)

# None
def f():
    x, *y = [A(), A()]
    probe(y)

# m.B
def f():
    for i, x in enumerate([B()]):
        probe(x)

# m.B
def f(d: dict[str, B]):
    for k, v in d.items():
        probe(v)

# m.A
def f():
    if (x := A()) is not None:
        probe(x)

# builtins.KeyError
def f():
    try:
        x = 1
    except KeyError as e:
        probe(e)

# m.A?
_x = None
def g():
    global _x
    _x = A()
def f():
    probe(_x)

# m.A
x = A()
class C:
    x = B()
    def f(self):
        probe(x)

# m.A?
def f(x: Optional[A]):
    probe(x)

# m.A?
def f(x: A = None):
    probe(x)

# m.A
def f(x: 'A'):
    probe(x)

# None
def f(x: Union[A, B]):
    probe(x)

# None
def f(x: Any):
    probe(x)

# m.A*
def f(x: tuple[A, ...]):
    probe(x)

# m.A*
def f(*x: A):
    probe(x)

# m.A
def f():
    x: Final = A()
    probe(x)

# m.A
N = NewType('N', A)
def f(x: N):
    probe(x)

# m.A
T = TypeVar('T')
def g(x: T) -> T: ...
def f():
    probe(g(A()))

# m.A*
T = TypeVar('T')
def g(x: type[T]) -> list[T]: ...
def f():
    probe(g(A))

# m.A
def f():
    probe(A().me())

# None
def f():
    probe(A().both())

# None
class C:
    def __getattr__(self, n): ...
def f(c: C):
    probe(c.x)

# m.A
class C:
    @property
    def x(self) -> A: ...
    @x.setter
    def x(self, v): ...
def f(c: C):
    probe(c.x)

# m.B
class D:
    def __get__(self, i, o) -> B: ...
class C:
    x = D()
def f(c: C):
    probe(c.x)

# None
class C:
    def __init__(self, x: A):
        self.x = x
    def g(self):
        self.x = B()
def f(c: C):
    probe(c.x)

# m.E
class E(Enum):
    a = 1
def f():
    probe(E.a)

# sqlalchemy.orm.InstrumentedAttribute
def f():
    probe(Item.id)

# builtins.int
def f(i: Item):
    probe(i.id)

# None
class Base(DeclarativeBase):
    n = Column(Integer)
def f(b: Base):
    probe(b.n)

# sqlalchemy.orm.InstrumentedAttribute
class Base(DeclarativeBase): ...
class Pet(Base):
    __tablename__ = "pets"
    owner = relationship("Owner")
def f():
    probe(Pet.owner)

# m.B
def f(x: A):
    if isinstance(x, B) and x:
        probe(x)

# m.A
def f(x: A):
    if isinstance(x, B):
        x = A()
        probe(x)

# m.A
def f(x: A):
    if isinstance(x, B):
        pass
    probe(x)

# m.Item*
def f(s: Session):
    q: Select = select(Item)
    probe(s.scalars(q).all())

# None
def f(s: SQLSession, q):
    probe(s.exec(q).all())

# sqlalchemy.Result
def f(s: SQLSession):
    probe(s.exec(update(Item).returning(Item)))

# m.Item*
def f(s: SQLSession):
    probe(s.exec(select(Item)).all())

# asyncio.Task
async def g() -> A: ...
def f():
    probe(asyncio.create_task(g()))

# m.A
async def g() -> A: ...
async def f():
    probe(await asyncio.create_task(g()))

# builtins.set
def f():
    probe(set())

# sqlalchemy.orm.InstrumentedAttribute
class Base(DeclarativeBase):
    n = Column(Integer)
def f():
    probe(Base.n)

# m.A
class Base(DeclarativeBase):
    @declared_attr
    def by(cls) -> Mapped[A]: ...
def f(b: Base):
    probe(b.by)

# collections.abc.Awaitable
async def g() -> A: ...
def f():
    probe(g())

# m.A
async def g() -> A: ...
async def f():
    probe(await g())

# None
def g() -> A: ...
async def f():
    probe(await g())

# m.A?
def g():
    if 1:
        return A()
    return None
def f():
    probe(g())

# None
def g():
    raise NotImplementedError
def f():
    probe(g())

# None
@wrapped
def g():
    return A()
def f():
    probe(g())

# None
def g():
    return g()
def f():
    probe(g())

# fastcrud.FastCRUD
crud = FastCRUD[A](A)
def f():
    probe(crud)

# sqlalchemy.orm.Session?
def f(s: Session | None):
    with contextlib.nullcontext(s) as x:
        probe(x)

# m.A
def g() -> Iterator[A]:
    yield A()
def f(x=Depends(g)):
    probe(x)

# None
def f():
    probe({'a': 1}['a'])

# m.Item?
def f(s: Session):
    probe(s.query(Item).filter(1).first())

# builtins.int*
def f(s: Session):
    probe(s.execute(select(Item.id)).scalars().all())

# sqlalchemy.ext.asyncio.AsyncScalarResult
async def f(s: AsyncSession):
    probe((await s.stream_scalars(select(Item))))

# m.Item
async def f(s: AsyncSession):
    probe(await s.get_one(Item, 1))
"""

CASES = [tuple(each.split("\n", 1)) for each in SNIPPETS.strip().removeprefix("# ").split("\n\n# ")]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    files = {f"m{n}.py": dedent(HEAD) + source for n, (_, source) in enumerate(CASES)}
    return Program(facts_of(tmp_path_factory.mktemp("certain"), files))


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_probe_has_the_type_that_its_snippet_names(program: Program, number: int) -> None:
    module = program.module(f"m{number}.py")
    assert module is not None
    calls = [each for each in module.nodes(ast.Call) if isinstance(each.func, ast.Name)]
    (probed,) = [each.args[0] for each in calls if getattr(each.func, "id", "") == "probe"]
    found = program.type_of(module, probed)
    shown = found and found.name + "*" * found.many + "?" * found.optional
    expected, source = CASES[number]
    assert str(shown).replace(f"m{number}.", "m.") == expected, source
