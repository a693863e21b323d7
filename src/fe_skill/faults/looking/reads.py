"""What an ORM object was asked for when it could not answer: the attribute, its model, its kind.

Lives here: LazyRead, lazy_read; the reading of the statement that SQLAlchemy shows.
Does not:   where the object came from (loads.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.reading.reading import Raised
from fe_skill.project.model import Column, Model, Relationship

SIGNS: Final = ("MissingGreenlet", "DetachedInstanceError")
_TABLE: Final = re.compile(r'FROM\s+(?:\\n)?"?(?:\w+"?\."?)?(\w+)"?')
_COLUMNS: Final = re.compile(r"\[SQL: SELECT (.{1,4000}?)(?:\s|\\n)+FROM\b", re.DOTALL)
_COLUMN: Final = re.compile(r'(?:^|,\s*)(?:"?\w+"?\.)*"?(\w+)"?(?: AS \w+)?')
_ATTRIBUTE: Final = re.compile(r"\.([A-Za-z_]\w*)")
_NAMED: Final = re.compile(r"attribute '(\w+)'")
_CLASS: Final = re.compile(r"<(?:[\w.]+\.)?(\w+)(?:\(| object| at)")
_EXPIRED: Final = frozenset(("_load_expired", "load_scalar_attributes"))
_CONNECTING: Final = frozenset(("raw_connection", "_do_get", "create_connection"))
_LOADERS: Final = frozenset(("_load_for_state", "_emit_lazyload", "_fire_loader_callables"))

Kind = Literal["relationship", "column", "unknown"]


@dataclass(frozen=True)
class LazyRead:
    """`kind` is unknown where neither the text nor the facts tell."""

    kind: Kind
    attribute: str = ""
    model: Model | None = None
    relationship: Relationship | None = None
    columns: tuple[Column, ...] = ()  # what the statement would have fetched
    spot: Spot | None = None

    @property
    def name(self) -> str:
        """What was read, as one writes it."""
        return f"{self.model.name}.{self.attribute}" if self.model else self.attribute


def sign(case: Case) -> Raised | None:
    """The exception that tells of a lazy read; FastAPI's own holds it in its list of errors."""
    own = case.raised(*SIGNS) or (
        case.raised("DetachedInstanceError", says="not bound to a Session; (?:lazy|attribute)")
        or case.raised("MissingGreenlet", says="greenlet_spawn has not been called")
    )
    if own is not None:
        return own
    return next((one for one in reversed(case.chain) if _held(one)), None)


def lazy_read(case: Case) -> LazyRead | None:
    """What was read lazily; None where the text tells of no such read."""
    raised = sign(case)
    if raised is None or not _is_attribute(case, raised):
        return None
    statement = next((one.message for one in reversed(case.chain) if "[SQL:" in one.message), "")
    found = _TABLE.search(statement)
    table = found[1] if found else ""
    told = _told_kind(case)
    for attribute, spot in _attributes(case, raised):
        read = None if told == "column" else _as_relationship(case, attribute, table)
        if read is None and told != "relationship":
            read = _as_column(case, attribute, table, statement)
        if read is not None:
            return LazyRead(
                read.kind, read.attribute, read.model, read.relationship, read.columns, spot
            )
    return _by_table(case, table, statement) or LazyRead(_told_kind(case), spot=case.spot(raised))


def _held(raised: Raised) -> bool:
    return any(name in raised.message for name in SIGNS)


def _is_attribute(case: Case, raised: Raised) -> bool:
    """Not while connecting or executing on purpose: an attribute's loader is in the frames."""
    if raised.name == "DetachedInstanceError" or any(
        _held(one) for one in case.chain if one.errors
    ):
        return True
    frames = [frame for one in case.chain for frame in one.frames]
    if any(frame.function in _EXPIRED | _LOADERS for frame in frames):
        return True
    return not any(frame.function in _CONNECTING for frame in frames)


def _told_kind(case: Case) -> Kind:
    functions = {frame.function for one in case.chain for frame in one.frames}
    if functions & _EXPIRED:
        return "column"
    return "relationship" if "_load_for_state" in functions else "unknown"


def _attributes(case: Case, raised: Raised) -> Iterator[tuple[str, Spot | None]]:
    """The attributes that may have been read, the likeliest first."""
    for error in case.errors:
        if any(name in error.message for name in SIGNS):
            names = [part for part in error.loc if isinstance(part, str)]
            yield names[-1] if names else "", case.endpoint(raised)
    if named := _NAMED.search(raised.message):
        yield named[1], case.spot(raised)
    for one in reversed(case.chain):
        for frame in reversed(one.frames):
            spot = case.located(frame)
            if spot is not None or frame.path.endswith((".html", ".j2", ".jinja", ".txt")):
                for name in reversed(_ATTRIBUTE.findall(frame.code)):
                    yield name, spot


def _models(case: Case) -> tuple[Model, ...]:
    """The models, those first that the text names."""
    if case.facts is None:
        return ()
    named = set(_CLASS.findall(case.said)) | {
        name for error in case.errors for name in _CLASS.findall(error.input)
    }
    return tuple(sorted(case.facts.models, key=lambda model: model.name not in named))


def _as_relationship(case: Case, attribute: str, table: str) -> LazyRead | None:
    models = _models(case)
    tables = {model.name: model.table for model in models}
    for model in models:
        for relationship in model.relationships:
            fits = not table or tables.get(relationship.target or "", table) == table
            if relationship.name == attribute and fits:
                return LazyRead("relationship", attribute, model, relationship)
    return None


def _as_column(case: Case, attribute: str, table: str, statement: str) -> LazyRead | None:
    for model in _models(case):
        names = {column.name for column in model.columns}
        if attribute in names and (not table or model.table == table):
            return LazyRead("column", attribute, model, columns=_selected(model, statement))
    return None


def _by_table(case: Case, table: str, statement: str) -> LazyRead | None:
    """Only the statement speaks: one relationship alone leads to its table, or it is a reload."""
    if not table:
        return None
    kind = _told_kind(case)
    own = next((model for model in _models(case) if model.table == table), None)
    if own is not None and kind == "column":
        return LazyRead("column", "", own, columns=_selected(own, statement))
    leading = [
        LazyRead("relationship", relationship.name, model, relationship)
        for model in _models(case)
        for relationship in model.relationships
        if own is not None and relationship.target == own.name
    ]
    return leading[0] if len(leading) == 1 else None


def _selected(model: Model, statement: str) -> tuple[Column, ...]:
    found = _COLUMNS.search(statement)
    names = set(_COLUMN.findall(found[1])) if found else set()
    return tuple(column for column in model.columns if column.name in names)
