"""A column that keeps JSON was given an object.

A Pydantic model, a date or a decimal is no plain value: the column's serializer refuses it.

Tell-tale: "Object of type ... is not JSON serializable", with the statement that was to be run.
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.calls import led_to
from fe_skill.faults.looking.integrity import in_database, written_at
from fe_skill.faults.looking.source import last_name, placed, shown
from fe_skill.faults.mending import around
from fe_skill.project.program import Program
from fe_skill.syntax.module import SourceModule

_SIGN = r"Object of type (\w+) is not JSON serializable"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("StatementError", "TypeError", says=_SIGN)
    if raised is None or not in_database(raised):
        return None
    kind = raised.message.partition("Object of type ")[2].partition(" ")[0]
    given = next(_given(case, case.program, kind), None) if case.program else None
    is_model = given is not None and case.program and case.program.schemas_named(kind)
    spot = written_at(case)
    plain = '.model_dump(mode="json")'
    return Diagnosis(
        what=f"a `{kind}` was given to a column that keeps JSON",
        why="the column writes plain values only",
        confidence=SURE if given else CLEAR,
        place=placed(*given) if given else spot.place if spot else None,
        evidence=(
            *((spot.evidence("where it was written"),) if spot else ()),
            *((shown(*given, "what is stored"),) if given else ()),
        ),
        mend=(
            f"give what it holds: `{plain}` of a model, the text of a date or a decimal",
            "or a type of column that converts it",
        ),
        edits=around(*given, "", plain)[1:] if given and is_model else (),
        safe=True,
    )


def _given(case: Case, program: Program, kind: str) -> Iterator[tuple[SourceModule, ast.expr]]:
    """What the models that are made on the way are given of that kind."""
    models = {one.name for one in program.facts.models}
    for found in led_to(case):
        function = program.function_at(found.module, found.node)
        for call in found.module.inside(found.node, ast.Call):
            for given in call.keywords if function and last_name(call.func) in models else ():
                held = program.type_of(function, given.value) if function else None
                if held and not held.many and held.name.rpartition(".")[2] == kind:
                    yield found.module, given.value


_FILLING = """\
from pydantic import BaseModel
from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Address(BaseModel):
    town: str


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[dict] = mapped_column(JSON)


def stored(session, address: Address):
    session.add(Order(address=address))
    session.commit()
"""

FAULT = Fault(
    name="object-in-a-json-column",
    explanation=__doc__,
    recognise=recognise,
    explains=("response-not-serializable", "statement-refused", "value-not-of-column-type"),
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.StatementError: (builtins.TypeError) Object of type Address is not "
                "JSON serializable\n[SQL: INSERT INTO orders (address) VALUES (?)]",
                ("/srv/filling.py", 22, "stored", "session.commit()"),
            ),
            {"filling.py": _FILLING},
            "filling.py:21",
            mended=True,
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.JSON",),
)
