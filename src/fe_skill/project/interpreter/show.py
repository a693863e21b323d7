"""A lowered expression as short source text, for conditions and reasons.

Lives here: show.
"""

from fe_skill.project.lower import Node

_LONGEST = 80
_OPERATORS = {
    "Eq": "==", "NotEq": "!=", "In": "in", "NotIn": "not in", "Is": "is", "IsNot": "is not",
    "Gt": ">", "Lt": "<", "GtE": ">=", "LtE": "<=", "Add": "+", "BitOr": "|", "Div": "/",
    "Sub": "-", "Mult": "*", "Mod": "%", "And": "and", "Or": "or",
}  # fmt: skip


def show(node: Node | None) -> str:
    """Source text, cut where it is long."""
    text = _show(node, 0)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _show(node: Node | None, depth: int) -> str:  # noqa: C901, PLR0911 -- one case a shape
    if node is None or depth > 8:  # noqa: PLR2004 -- deeper is cut off anyway
        return "..."
    below = depth + 1
    match node:
        case ["c", value]:
            return repr(value)
        case ["n", str(name)]:
            return name
        case [".", value, name]:
            return f"{_show(value, below)}.{name}"
        case ["call", callee, args, kwargs, _]:
            inner = [_show(a, below) for a in args]
            inner += [f"{k}={_show(v, below)}" if k else "**" + _show(v, below) for k, v in kwargs]
            return f"{_show(callee, below)}({', '.join(inner)})"
        case ["seq", kind, items]:
            inner = [_show(item, below) for item in items]
            return f"({', '.join(inner)})" if kind == "tuple" else f"[{', '.join(inner)}]"
        case ["sub", value, index]:
            return f"{_show(value, below)}[{_show(index, below)}]"
        case ["bin" | "bool", operator, *rest]:
            parts = rest if node[0] == "bin" else rest[0]
            sign = f" {_OPERATORS.get(operator, '?')} "
            return sign.join(_show(part, below) for part in parts)
        case ["not", value]:
            return f"not {_show(value, below)}"
        case ["cmp", left, operator, right]:
            sign = _OPERATORS.get(operator, "?")
            return f"{_show(left, below)} {sign} {_show(right, below)}"
        case ["fstr", parts]:
            return 'f"' + "".join(_part(part, below) for part in parts) + '"'
        case ["await", value]:
            return f"await {_show(value, below)}"
    return "..."


def _part(node: Node, depth: int) -> str:
    return str(node[1]) if node[0] == "c" else "{" + _show(node, depth) + "}"
