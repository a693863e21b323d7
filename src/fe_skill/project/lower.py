"""An `ast` expression or statement as plain data: nested lists that JSON carries unchanged.

Lives here: lower, Depth, same_data, and the shapes below.
Does not:   any meaning (interpreter/). An outline has no bodies of functions (bodies.py).

Expressions, each a list with its tag first:

    ["c", constant]                        ["n", name]
    [".", value, attribute]                ["call", callee, [argument], [[keyword, value]], line]
    ["seq", kind, [item]]                  ["dict", [[key|None, value]]]
    ["fstr", [part]]                       ["sub", value, index]
    ["bin", operator, left, right]         ["bool", operator, [value]]
    ["not", value]                         ["cmp", left, operator, right]
    ["ifx", test, yes, no]                 ["lambda", [parameter], body, line]
    ["comp", kind, element, [[target, iterable, [condition]]]]
    ["walrus", name, value]  ["star", value]  ["await", value]  ["yield", value|None]
    ["?", what, [inner expression]]        anything else: kept for the calls inside, never folded

Statements:

    ["import", line, [[module, as|None]]]  ["from", line, level, module, [[name, as]]]
    ["=", line, [target], value]           [":", line, target, annotation, value|None]
    ["+=", line, target, value]            ["e", line, value]
    ["def", name, line, end, async, [[decorator, line]], [parameter], returns|None, body|None]
    ["class", name, line, end, [base], [[keyword, value]], [[decorator, line]], body]
    ["if", line, test, body, else]         ["for", line, target, iterable, body, else]
    ["while", line, test, body, else]      ["with", line, [[context, target|None]], body]
    ["try", line, body, [[kind|None, body]], else, finally]
    ["match", line, subject, [body]]       ["ret", line, value|None]   ["raise", line, value|None]
    ["jump", line]                         break and continue

A parameter is [name, kind, annotation|None, default|None, line], its kind one of PARAMETER_KINDS.
"""

import ast
import marshal
from collections.abc import Callable
from enum import Enum
from keyword import iskeyword
from typing import Any

from fe_skill.syntax.tree import expression_of

Node = list[Any]


class Depth(Enum):
    """How much of a file is wanted."""

    OUTLINE = "no bodies of functions"
    WHOLE = "everything"


POSITIONAL_ONLY, NORMAL, REST, KEYWORD_ONLY, KEYWORDS = range(5)
_LONGEST_TEXT = 400
_MOST_ITEMS = 400


def same_data(one: Any, other: Any) -> bool:  # noqa: ANN401 -- any plain data
    """Whether two outlines say the same; a `1` isn't a `True`."""
    return one is other or marshal.dumps(one, 2) == marshal.dumps(other, 2)


def lower(node: ast.expr) -> Node:
    """One expression."""
    return _EXPRESSIONS.get(type(node), _other)(node)


def _constant(node: ast.Constant) -> Node:
    value = node.value
    if isinstance(value, str):
        # A cut text would be another constant; a lone surrogate can't be written as UTF-8.
        if len(value) > _LONGEST_TEXT or (not value.isascii() and _has_surrogate(value)):
            return ["?", "a long text", []]
        return ["c", value]
    if value is None or isinstance(value, bool):
        return ["c", value]
    if isinstance(value, int | float) and -(2**63) < value < 2**63:
        return ["c", value]
    return ["?", "..." if value is ... else type(value).__name__, []]


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in value)


def _name(node: ast.Name) -> Node:
    return ["n", node.id]


def _attribute(node: ast.Attribute) -> Node:
    return [".", lower(node.value), node.attr]


def _call(node: ast.Call) -> Node:
    return [
        "call",
        lower(node.func),
        [lower(argument) for argument in node.args],
        [[keyword.arg, lower(keyword.value)] for keyword in node.keywords],
        node.lineno,
    ]


def _sequence(node: ast.List | ast.Tuple | ast.Set) -> Node:
    if len(node.elts) > _MOST_ITEMS:
        return ["?", "a long literal", []]
    return ["seq", type(node).__name__.lower(), [lower(item) for item in node.elts]]


def _dict(node: ast.Dict) -> Node:
    if len(node.keys) > _MOST_ITEMS:
        return ["?", "a long literal", []]
    pairs = zip(node.keys, node.values, strict=True)
    return ["dict", [[key and lower(key), lower(value)] for key, value in pairs]]


def _fstring(node: ast.JoinedStr) -> Node:
    return ["fstr", [lower(part) for part in node.values]]


def _formatted(node: ast.FormattedValue) -> Node:
    if node.format_spec is not None or node.conversion not in {-1, ord("s")}:
        return ["?", "a formatted value", [lower(node.value)]]
    return lower(node.value)


def _subscript(node: ast.Subscript) -> Node:
    return ["sub", lower(node.value), lower(node.slice)]


def _slice(node: ast.Slice) -> Node:
    parts = (node.lower, node.upper, node.step)
    return ["seq", "slice", [["c", None] if part is None else lower(part) for part in parts]]


def _binary(node: ast.BinOp) -> Node:
    return ["bin", type(node.op).__name__, lower(node.left), lower(node.right)]


def _boolean(node: ast.BoolOp) -> Node:
    return ["bool", type(node.op).__name__, [lower(value) for value in node.values]]


def _unary(node: ast.UnaryOp) -> Node:
    if isinstance(node.op, ast.Not):
        return ["not", lower(node.operand)]
    inner = lower(node.operand)
    is_number = inner[0] == "c" and isinstance(inner[1], int | float)
    if isinstance(node.op, ast.USub) and is_number and not isinstance(inner[1], bool):
        return ["c", -inner[1]]
    return ["?", type(node.op).__name__, [inner]]


def _compare(node: ast.Compare) -> Node:
    if len(node.ops) > 1:
        return ["?", "a comparison", [lower(node.left), *map(lower, node.comparators)]]
    return ["cmp", lower(node.left), type(node.ops[0]).__name__, lower(node.comparators[0])]


def _conditional(node: ast.IfExp) -> Node:
    return ["ifx", lower(node.test), lower(node.body), lower(node.orelse)]


def _lambda(node: ast.Lambda) -> Node:
    return ["lambda", parameters(node.args), lower(node.body), node.lineno]


def _comprehension(node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Node:
    return ["comp", type(node).__name__, lower(node.elt), _generators(node.generators)]


def _dict_comprehension(node: ast.DictComp) -> Node:
    pair = ["seq", "tuple", [lower(node.key), lower(node.value)]]
    return ["comp", "DictComp", pair, _generators(node.generators)]


def _generators(generators: list[ast.comprehension]) -> Node:
    return [[lower(g.target), lower(g.iter), [lower(test) for test in g.ifs]] for g in generators]


def _walrus(node: ast.NamedExpr) -> Node:
    return ["walrus", node.target.id, lower(node.value)]


def _star(node: ast.Starred) -> Node:
    return ["star", lower(node.value)]


def _await(node: ast.Await) -> Node:
    return ["await", lower(node.value)]


def _yield(node: ast.Yield | ast.YieldFrom) -> Node:
    return ["yield", node.value and lower(node.value)]


def _other(node: ast.expr) -> Node:
    inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return ["?", type(node).__name__, [lower(child) for child in inner]]


_EXPRESSIONS: dict[type[ast.expr], Callable[[Any], Node]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    ast.JoinedStr: _fstring,
    ast.FormattedValue: _formatted,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
    ast.Lambda: _lambda,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _dict_comprehension,
    ast.NamedExpr: _walrus,
    ast.Starred: _star,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
}


def annotation(node: ast.expr | None) -> Node | None:
    """An annotation; quoted ones are read as the expressions that they hold."""
    if node is None:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _quoted(node)
    if isinstance(node, ast.BinOp):
        return ["bin", type(node.op).__name__, annotation(node.left), annotation(node.right)]
    if isinstance(node, ast.List | ast.Tuple):
        return ["seq", type(node).__name__.lower(), [annotation(item) for item in node.elts]]
    if isinstance(node, ast.Subscript):
        return _annotation_of_subscript(node)
    return lower(node)


def _quoted(node: ast.Constant) -> Node:
    text = str(node.value).strip()
    if text.isidentifier() and not iskeyword(text):
        return ["n", text]
    try:
        return lower(expression_of(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ["?", "an unreadable annotation", []]


def _annotation_of_subscript(node: ast.Subscript) -> Node:
    name = node.value.attr if isinstance(node.value, ast.Attribute) else None
    name = node.value.id if isinstance(node.value, ast.Name) else name
    if name == "Literal":
        return lower(node)
    if name == "Annotated" and isinstance(node.slice, ast.Tuple) and node.slice.elts:
        first, *rest = node.slice.elts
        items = [annotation(first), *(lower(item) for item in rest)]
        return ["sub", lower(node.value), ["seq", "tuple", items]]
    return ["sub", lower(node.value), annotation(node.slice)]


def parameters(node: ast.arguments) -> list[Node]:
    """The parameters of a function or lambda, in order."""
    plain = [*node.posonlyargs, *node.args]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(node.defaults))
    defaults += node.defaults
    found = [
        _parameter(one, POSITIONAL_ONLY if at < len(node.posonlyargs) else NORMAL, default)
        for at, (one, default) in enumerate(zip(plain, defaults, strict=True))
    ]
    if node.vararg:
        found.append(_parameter(node.vararg, REST, None))
    pairs = zip(node.kwonlyargs, node.kw_defaults, strict=True)
    found += [_parameter(one, KEYWORD_ONLY, default) for one, default in pairs]
    if node.kwarg:
        found.append(_parameter(node.kwarg, KEYWORDS, None))
    return found


def _parameter(node: ast.arg, kind: int, default: ast.expr | None) -> Node:
    return [
        node.arg,
        kind,
        annotation(node.annotation),
        None if default is None else lower(default),
        node.lineno,
    ]
