"""Statements as plain data; the shapes are told in lower.py.

Lives here: lower_body, blocks.
Does not:   expressions (lower.py). Statements without a meaning for the facts (pass, del, global,
            assert, docstrings) are left out.
"""

import ast
from collections.abc import Callable, Sequence
from typing import Any

from fe_skill.project.lower import Depth, Node, annotation, lower, parameters


def lower_body(body: Sequence[ast.stmt], depth: Depth) -> list[Node]:
    """The statements that matter."""
    found: list[Node] = []
    for statement in body:
        how = _STATEMENTS.get(type(statement))
        if how is not None:
            node = how(statement, depth)
            if node is not None:
                found.append(node)
    return found


def blocks(node: Node) -> list[list[Node]]:
    """The statement lists inside a compound statement, but not those of functions and classes."""
    match node[0]:
        case "if" | "while":
            return [node[3], node[4]]
        case "for":
            return [node[4], node[5]]
        case "with":
            return [node[3]]
        case "try":
            return [node[2], *(handler[1] for handler in node[3]), node[4], node[5]]
        case "match":
            return list(node[3])
    return []


def _import(node: ast.Import, _depth: Depth) -> Node:
    return ["import", node.lineno, [[alias.name, alias.asname] for alias in node.names]]


def _import_from(node: ast.ImportFrom, _depth: Depth) -> Node:
    names = [[alias.name, alias.asname or alias.name] for alias in node.names]
    return ["from", node.lineno, node.level, node.module or "", names]


def _assign(node: ast.Assign, _depth: Depth) -> Node:
    return ["=", node.lineno, [lower(target) for target in node.targets], lower(node.value)]


def _annotated(node: ast.AnnAssign, _depth: Depth) -> Node:
    value = None if node.value is None else lower(node.value)
    return [":", node.lineno, lower(node.target), annotation(node.annotation), value]


def _augmented(node: ast.AugAssign, _depth: Depth) -> Node:
    return ["+=", node.lineno, lower(node.target), lower(node.value)]


def _alias(node: Any, _depth: Depth) -> Node:  # noqa: ANN401 -- ast.TypeAlias is newer than 3.11
    return ["=", node.lineno, [lower(node.name)], annotation(node.value)]


def _expression(node: ast.Expr, _depth: Depth) -> Node | None:
    if isinstance(node.value, ast.Constant | ast.Name):
        return None
    return ["e", node.lineno, lower(node.value)]


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, depth: Depth) -> Node:
    return [
        "def",
        node.name,
        node.lineno,
        node.end_lineno,
        isinstance(node, ast.AsyncFunctionDef),
        [[lower(decorator), decorator.lineno] for decorator in node.decorator_list],
        parameters(node.args),
        annotation(node.returns),
        lower_body(node.body, depth) if depth is Depth.WHOLE else None,
    ]


def _class(node: ast.ClassDef, depth: Depth) -> Node:
    return [
        "class",
        node.name,
        node.lineno,
        node.end_lineno,
        [lower(base) for base in node.bases],
        [[keyword.arg, lower(keyword.value)] for keyword in node.keywords],
        [[lower(decorator), decorator.lineno] for decorator in node.decorator_list],
        lower_body(node.body, depth),
    ]


def _if(node: ast.If, depth: Depth) -> Node:
    body, other = lower_body(node.body, depth), lower_body(node.orelse, depth)
    return ["if", node.lineno, lower(node.test), body, other]


def _for(node: ast.For | ast.AsyncFor, depth: Depth) -> Node:
    body, other = lower_body(node.body, depth), lower_body(node.orelse, depth)
    return ["for", node.lineno, lower(node.target), lower(node.iter), body, other]


def _while(node: ast.While, depth: Depth) -> Node:
    body, other = lower_body(node.body, depth), lower_body(node.orelse, depth)
    return ["while", node.lineno, lower(node.test), body, other]


def _with(node: ast.With | ast.AsyncWith, depth: Depth) -> Node:
    items = [
        [lower(i.context_expr), None if i.optional_vars is None else lower(i.optional_vars)]
        for i in node.items
    ]
    return ["with", node.lineno, items, lower_body(node.body, depth)]


def _try(node: ast.Try | ast.TryStar, depth: Depth) -> Node:
    handlers = [
        [None if handler.type is None else lower(handler.type), lower_body(handler.body, depth)]
        for handler in node.handlers
    ]
    body, other = lower_body(node.body, depth), lower_body(node.orelse, depth)
    return ["try", node.lineno, body, handlers, other, lower_body(node.finalbody, depth)]


def _match(node: ast.Match, depth: Depth) -> Node:
    cases = [lower_body(case.body, depth) for case in node.cases]
    return ["match", node.lineno, lower(node.subject), cases]


def _return(node: ast.Return, _depth: Depth) -> Node:
    return ["ret", node.lineno, None if node.value is None else lower(node.value)]


def _raise(node: ast.Raise, _depth: Depth) -> Node:
    return ["raise", node.lineno, None if node.exc is None else lower(node.exc)]


def _jump(node: ast.stmt, _depth: Depth) -> Node:
    return ["jump", node.lineno]


_STATEMENTS: dict[type[ast.stmt], Callable[[Any, Depth], Node | None]] = {
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Expr: _expression,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Match: _match,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Break: _jump,
    ast.Continue: _jump,
}
if hasattr(ast, "TypeAlias"):  # Python 3.12
    _STATEMENTS[ast.TypeAlias] = _alias
