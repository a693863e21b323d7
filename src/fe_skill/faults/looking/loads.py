"""Where an object was loaded or made that is used later on: queries, gets, refreshes, constructors.

Lives here: Load, loads_of, nested_loads; which option of a load brings a relationship with it, and
            the edit that makes it do so.
Does not:   what was read (reads.py).
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from fe_skill.faults.case import Case
from fe_skill.faults.fault import Edit, Place
from fe_skill.faults.looking.calls import Found, led_to
from fe_skill.faults.mending import argument, around, imported
from fe_skill.project.model import Model
from fe_skill.syntax.module import SourceModule

Kind = Literal["select", "get", "refresh", "made", "option"]
_EAGER: Final = frozenset(
    ("selectinload", "joinedload", "subqueryload", "immediateload", "contains_eager")
)
_GETS: Final = frozenset(("get", "get_one"))


@dataclass(frozen=True, eq=False)
class Load:
    """One call that brings objects of a model. `variable` is what a refresh is given."""

    kind: Kind
    found: Found
    call: ast.Call
    variable: str = ""

    @property
    def module(self) -> SourceModule:
        """The file of the call."""
        return self.found.module

    @property
    def place(self) -> Place:
        """Where the call is."""
        line = self.call.lineno
        if isinstance(self.call.func, ast.Attribute):
            line = self.call.func.end_lineno or line
        return Place(self.module.path, line, self.found.node.name)

    @property
    def code(self) -> str:
        """The line of the place."""
        return self.module.line(self.place.line).strip()


def nested_loads(case: Case, model: Model) -> list[Load]:
    """The loader options that lead to a model as the relationship of another one."""
    leading = {
        f"{owner.name}.{one.name}"
        for owner in (case.facts.models if case.facts else ())
        for one in owner.relationships
        if one.target == model.name
    }
    return [
        Load("option", found, call)
        for found in led_to(case)
        for call in found.module.inside(found.node, ast.Call)
        if _name(call.func) in _EAGER
        and call.args
        and found.module.segment(call.args[-1]) in leading
    ]


def loads_of(case: Case, model: Model) -> list[Load]:
    """Every load of a model in what was being run and in what that leads to, the nearest first."""
    return [load for found in led_to(case) for load in _loads(found, model)]


def brings(load: Load, model: Model, attribute: str) -> bool:
    """Whether the function of the load names the relationship in a loader option."""
    return loader(load, model, attribute) is not None


def loader(load: Load, model: Model, attribute: str) -> ast.Call | None:
    """The loader option for a relationship in the function of the load."""
    wanted = f"{model.name}.{attribute}"
    for call in load.module.inside(load.found.node, ast.Call):
        if _name(call.func) in _EAGER and any(
            load.module.segment(one).endswith(wanted) for one in call.args
        ):
            return call
    return None


def with_relationship(load: Load, model: Model, attribute: str) -> tuple[Edit, ...]:
    """The edits that make a load bring a relationship; none where that isn't plain."""
    own: tuple[Edit, ...]
    option = f"selectinload({_spelt(load, model)}.{attribute})"
    if load.kind == "select":
        own = around(load.module, load.call, "", f".options({option})")[1:]
    elif load.kind == "get":
        own = _with_option(load, option)
    elif load.kind == "option":
        return _chained(load, model, attribute)
    elif load.kind == "refresh":
        return _refreshing(load, model, attribute)
    else:
        return ()
    return (*own, *imported(load.module, "sqlalchemy.orm", "selectinload"))


def _chained(load: Load, model: Model, attribute: str) -> tuple[Edit, ...]:
    """One more loader behind the one that leads to the model; the model's class has to be there."""
    text = f".selectinload({model.name}.{attribute})"
    own = around(load.module, load.call, "", text)[1:]
    known = load.module.names.get(model.name)
    source = model.dotted.rpartition(".")[0]
    return (*own, *(() if known else imported(load.module, source, model.name)))


def _with_option(load: Load, option: str) -> tuple[Edit, ...]:
    given = next((one.value for one in load.call.keywords if one.arg == "options"), None)
    if given is None:
        return (argument(load.module, load.call, f"options=[{option}]"),)
    if isinstance(given, (ast.List, ast.Tuple)) and given.elts:
        return around(load.module, given.elts[-1], "", f", {option}")[1:]
    return ()


def _refreshing(load: Load, model: Model, attribute: str) -> tuple[Edit, ...]:
    """A refresh that names what it fetches; what is in the table has to be named then too."""
    names = [column.name for column in model.columns]
    if len(load.call.args) > 1 or load.call.keywords:
        return ()
    listed = ", ".join(f'"{name}"' for name in [*names, attribute])
    return (argument(load.module, load.call, f"attribute_names=[{listed}]"),)


def _loads(found: Found, model: Model) -> Iterator[Load]:
    for call in found.module.inside(found.node, ast.Call):
        load = _load(found, call, model)
        if load is not None:
            yield load


def _load(found: Found, call: ast.Call, model: Model) -> Load | None:
    name = _name(call.func)
    first = call.args[0] if call.args else None
    if name in ("select", "query") and any(_means(found, one, model) for one in call.args):
        return Load("select", found, call)
    if name in _GETS and len(call.args) > 1 and first and _means(found, first, model):
        return Load("get", found, call)
    if name == "refresh" and isinstance(first, ast.Name):
        made = _assigned(found, first.id)
        unlike = made is not None and isinstance(made, ast.Call) and not _may_be(found, made, model)
        return None if unlike else Load("refresh", found, call, first.id)
    if _means(found, call.func, model):
        return Load("made", found, call)
    return None


def _means(found: Found, node: ast.expr, model: Model) -> bool:
    """Whether an expression is the model's class, or a generic repository's `self.model` for it."""
    base = node.value if isinstance(node, ast.Attribute) else None
    if isinstance(node, ast.Attribute) and getattr(base, "id", "") in {"self", "cls"}:
        return _bound(found, node.attr, model)
    dotted = found.module.dotted(node)
    return dotted is not None and dotted.rpartition(".")[2] == model.name


def _bound(found: Found, attribute: str, model: Model) -> bool:
    """Whether `attribute` of the class around is the model, by what the file says of it."""
    owner = found.module.class_of(found.node)
    text = found.module.segment(owner) if owner else ""
    return (
        f"{attribute} = {model.name}" in text
        or f"{attribute}: type" in text
        or (f"{attribute}: Type" in text)
    )


def _assigned(found: Found, variable: str) -> ast.expr | None:
    """What a variable was given last in the function."""
    value = None
    for node in found.module.inside(found.node, ast.Assign):
        if any(isinstance(one, ast.Name) and one.id == variable for one in node.targets):
            value = node.value
    return value


def _may_be(found: Found, made: ast.Call, model: Model) -> bool:
    """Whether a call may give an object of the model: a constructor of another class doesn't."""
    dotted = found.module.dotted(made.func)
    name = (dotted or "").rpartition(".")[2]
    return name == model.name or not name[:1].isupper()


def _spelt(load: Load, model: Model) -> str:
    """The model's class as the call names it."""
    for one in load.call.args:
        text = load.module.segment(one)
        if text == model.name or text.endswith((f".{model.name}", ".model")):
            return text
    return model.name


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
