"""The index tells of a function what a plain walk over it tells."""

import ast
from collections.abc import Iterator
from pathlib import Path

import fe_skill
from fe_skill.syntax.index import CALLABLES, FUNCTIONS, Index

KINDS = (ast.Call, ast.Name, ast.Attribute, ast.Return, ast.FunctionDef, ast.Lambda, ast.arg)
NESTED = """
@mark(lambda a: a(1))
def outer(b, c=call(2), *d: Note) -> call(3):
    @mark(call(4))
    async def inner(e=lambda: call(5)):
        call(6)
        class Deep:
            f = [call(7) for g in b]
            def method(self): return call(8)
    h = lambda i=call(9): lambda: call(10)
    return inner
call(11)
"""


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function's body, without what the callables in it are made of."""
    pending: list[ast.AST] = [*reversed(node.body if isinstance(node, FUNCTIONS) else [])]
    while pending:
        at = pending.pop()
        yield at
        if not isinstance(at, CALLABLES):
            pending += list(ast.iter_child_nodes(at))[::-1]


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """What runs with a function's body: of a function inside only what stands around its body."""
    pending: list[ast.AST] = [*reversed(node.body if isinstance(node, FUNCTIONS) else [])]
    while pending:
        at = pending.pop()
        yield at
        left = at.body if isinstance(at, FUNCTIONS) else []
        pending += [each for each in ast.iter_child_nodes(at) if each not in left][::-1]


def _texts() -> list[str]:
    ours = sorted(Path(fe_skill.__file__).parent.rglob("*.py"))
    return [NESTED, *(path.read_text() for path in ours[::9])]


def test_what_stands_or_runs_in_each_function_is_what_a_walk_finds() -> None:
    functions = 0
    for text in _texts():
        tree = ast.parse(text)
        index = Index(tree)
        for function in ast.walk(tree):
            if isinstance(function, FUNCTIONS):
                functions += 1
                inside = [n for n in _inside(function) if isinstance(n, KINDS)]
                running = [n for n in _running(function) if isinstance(n, KINDS)]
                assert index.inside(function, *KINDS) == inside
                assert index.running_in(function, *KINDS) == running
    assert functions > 100


def test_nodes_of_a_kind_come_in_source_order_with_what_they_are_part_of() -> None:
    tree = ast.parse(NESTED)
    index = Index(tree)
    calls = [ast.unparse(call.args[0]) for call in index.of(ast.Call) if isinstance(call, ast.Call)]
    assert len(calls) == 13
    assert calls[-1] == "11"
    assert all(node in ast.iter_child_nodes(index.parents[node]) for node in index.of(ast.Call))
