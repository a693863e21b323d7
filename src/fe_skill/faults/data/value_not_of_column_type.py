"""A value was written that its column's type doesn't take.

Tell-tale: "only accepts Python datetime", "is not among the defined enum values", asyncpg's
           "invalid input for query argument", `DataError`.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.integrity import model_of, written_at
from fe_skill.faults.looking.source import class_named, last_name
from fe_skill.faults.mending import keyword
from fe_skill.faults.reading.reading import Raised

_SIGN = (
    r"only accepts Python \w+|is not among the defined enum values|"
    r"invalid input for query argument|"
    r"invalid input syntax for|value too long for type|out of range for|numeric field overflow|"
    r"type '\w+' is not supported|Error binding parameter|badly formed hexadecimal UUID|"
    r"'str' object has no attribute 'hex'|cannot be cast automatically|but expression is of type|"
    r"can(?:'t|not) adapt type|Data too long for column|Out of range value for column|"
    r"Data truncated for column|Incorrect \w+ value: "
)
_DRIVERS = r"sqlalchemy|asyncpg|psycopg|pymysql|MySQLdb"
_KINDS = (("datetime", "datetime"), ("date", "date"), ("UUID", "UUID"), ("time", "time"))


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN) or _in_a_codec(case)
    database = any(
        "sqlalchemy" in f.path or "asyncpg" in f.path for r in case.chain for f in r.frames
    )
    if raised is None or not (database or re.search(_DRIVERS, raised.type)):
        return None
    if "offset-" in raised.message or "alembic_version" in raised.message:
        return None
    place = _enum(case) or _schema(case)
    spot = written_at(case)
    return Diagnosis(
        what="a value doesn't fit the type of its column",
        why=re.sub(r"\s+", " ", raised.message.partition("\n")[0])[:160],
        confidence=SURE if place else CLEAR if spot else LIKELY,
        place=place or (spot.place if spot else None),
        evidence=(spot.evidence("where it was written"),) if spot else (),
        mend=(
            "give the field of the schema the type of the column, so that it is converted",
            "an Enum column keeps names: write `Enum(State, values_callable=...)` to keep values",
        )
        if not place or place.symbol != "enum"
        else (
            "an Enum column keeps the members' names; to keep their values: `Enum(State, "
            "values_callable=lambda states: [one.value for one in states])`, and migrate what is "
            "there",
            "or hand the member itself over, not its value",
        ),
        edits=_kept_by_value(case, place, raised) if place and place.symbol == "enum" else (),
    )


def _kept_by_value(case: Case, place: Place, raised: Raised) -> tuple[Edit, ...]:
    """The column made to keep values, where one was read from it."""
    named = re.search(r"'([^']+)' is not among", raised.message)
    was_read = any(frame.function == "_object_value_for_elem" for frame in raised.frames)
    module = case.module(place.path)
    for call in module.nodes(ast.Call) if module and named and was_read else ():
        kind = call.args[0] if call.args and last_name(call.func).endswith("Enum") else None
        found = class_named(case, last_name(kind)) if kind and call.lineno >= place.line else None
        if module and found:
            values = {one.value for one in found[0].inside(found[1], ast.Constant)}
            text = "lambda members: [one.value for one in members]"
            known = named is not None and named[1] in values
            return (keyword(module, call, "values_callable", text),) if known else ()
    return ()


def _in_a_codec(case: Case) -> Raised | None:
    """What asyncpg could not turn into a column's type breaks in the codec of that type."""
    for one in case.chain:
        if one.type and any(
            "/codecs/" in frame.path.replace("\\", "/") for frame in one.frames[-3:]
        ):
            return one
    return None


def _enum(case: Case) -> Place | None:
    """The column of the enum that the text names."""
    named = case.says(r"Enum name: (\w+)")
    for model in case.facts.models if case.facts and named else ():
        for column in model.columns:
            if named and named[1] in {column.name, (column.type or "").lower()}:
                return Place(column.where.path, column.where.line, "enum")
    return None


def _schema(case: Case) -> Place | None:
    """The schema's field that is text where the column isn't."""
    into = case.says(r'(?:INSERT INTO|UPDATE) "?(\w+)')
    model = model_of(case, into[1]) if into else None
    if case.facts is None or model is None:
        return None
    typed = {c.name: c.type or "" for c in model.columns}
    for schema in case.facts.schemas:
        for field in schema.fields:
            kind = typed.get(field.name, "").lower()
            wants = any(word in kind for word in ("datetime", "date", "uuid", "time"))
            if wants and (field.type or "").replace(" | None", "") in {"str", "Any", "int"}:
                return Place(field.where.path, field.where.line, f"{schema.name}.{field.name}")
    return None


_JOBS = """\
import enum

from sqlalchemy import Enum
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class State(enum.Enum):
    NEW = "new"


class Base(DeclarativeBase):
    pass


class Job(Base):
    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State] = mapped_column(Enum(State))
"""

FAULT = Fault(
    name="value-not-of-column-type",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample("psycopg2.ProgrammingError: can't adapt type 'dict'"),
        Sample(
            trace(
                "sqlalchemy.exc.StatementError: (builtins.TypeError) SQLite DateTime type only "
                "accepts Python datetime and date objects as input.",
                ("/app/app/events.py", 9, "create", "await session.commit()"),
                EXECUTE,
            )
        ),
        Sample(
            trace(
                "LookupError: 'new' is not among the defined enum values. Enum name: state. "
                "Possible values: NEW",
                ("/app/jobs.py", 20, "read", "return session.scalars(select(Job)).all()"),
                EXECUTE,
                ("/usr/lib/site-packages/sqlalchemy/types.py", 9, "_object_value_for_elem", ""),
            ),
            {"jobs.py": _JOBS},
            "jobs.py:18",
            mended=True,
        ),
        Sample(
            trace(
                "LookupError: 'paid' is not among the defined enum values. Enum name: state. "
                "Possible values: NEW, PAID",
                ("/app/app/orders.py", 9, "read", "return session.scalars(select(Order)).all()"),
                EXECUTE,
            )
        ),
    ),
)
