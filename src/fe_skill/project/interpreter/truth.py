"""Whether a value holds in a test, as far as that can be told.

Lives here: truth, compared.
"""

from fe_skill.project.interpreter.values import (
    Bound,
    Class,
    Const,
    External,
    Function,
    Instance,
    Made,
    Module,
    Router,
    Seq,
    Table,
    Value,
)

_ALWAYS = (Function, Bound, Class, Instance, Module, Router)
_SIMPLE = (str, int, float, bool)


def truth(value: Value) -> tuple[bool | None, bool]:
    """True, False or None (open), and whether that rests on a default."""
    if isinstance(value, Const):
        return bool(value.value), value.assumed
    if isinstance(value, Seq):
        return (True, False) if value.items else (None if value.partial else False, False)
    if isinstance(value, Table):
        return (True, False) if value.pairs else (None if value.partial else False, False)
    if isinstance(value, _ALWAYS) or (isinstance(value, Made) and value.name[:8] == "fastapi."):
        return True, False
    if isinstance(value, External):
        return {"typing.TYPE_CHECKING": False, "builtins.__debug__": True}.get(value.name), False
    return None, False


def compared(left: Value, operator: str, right: Value) -> Const | None:
    """The outcome of a comparison, or None where it is open."""
    if isinstance(left, Const):
        if isinstance(right, Const):
            outcome = _constants(left.value, operator, right.value)
            return None if outcome is None else Const(outcome, left.assumed or right.assumed)
        if isinstance(right, Seq | Table) and operator in {"In", "NotIn"}:
            return _contained(left, right, negated=operator == "NotIn")
        if left.value is None and isinstance(right, _ALWAYS):
            left, right = right, left
    if (
        isinstance(right, Const)
        and right.value is None
        and isinstance(left, (*_ALWAYS, Seq, Table))
    ):
        return {"Is": Const(value=False), "IsNot": Const(value=True)}.get(operator)
    return None


def _contained(left: Const, right: Seq | Table, *, negated: bool) -> Const | None:
    items = right.items if isinstance(right, Seq) else [key for key, _ in right.pairs]
    known = [item.value for item in items if isinstance(item, Const)]
    if left.value in known:
        return Const(not negated, left.assumed)
    whole = len(known) == len(items) and not right.partial
    return Const(negated, left.assumed) if whole else None


def _constants(left: object, operator: str, right: object) -> bool | None:  # noqa: PLR0911 -- one case a kind
    match operator:
        case "Eq":
            return left == right
        case "NotEq":
            return left != right
        case "Is":
            return left is right or (left == right and isinstance(left, _SIMPLE))
        case "IsNot":
            return not (left is right or (left == right and isinstance(left, _SIMPLE)))
        case "In" if isinstance(left, str) and isinstance(right, str):
            return left in right
        case "NotIn" if isinstance(left, str) and isinstance(right, str):
            return left not in right
        case "Gt" | "Lt" | "GtE" | "LtE" if _numbers(left, right):
            return _ordered(left, operator, right)
    return None


def _numbers(left: object, right: object) -> bool:
    return isinstance(left, int | float) and isinstance(right, int | float)


def _ordered(left: object, operator: str, right: object) -> bool | None:
    if not (isinstance(left, int | float) and isinstance(right, int | float)):
        return None
    return {"Gt": left > right, "Lt": left < right, "GtE": left >= right, "LtE": left <= right}[
        operator
    ]
