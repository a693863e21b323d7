"""The `isinstance` tests that hold where a name is used.

Lives here: tested_names, tests_around.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program_bindings import CALLABLES
from fe_skill.syntax.module import SourceModule

_TESTED: Final = 2  # a name and what it may be


def tested_names(module: SourceModule) -> frozenset[str]:
    """The names that the module tests anywhere: most names are in none of its tests."""
    if "isinstance(" not in module.text:
        return frozenset()
    calls = (call for call in module.nodes(ast.Call) if len(call.args) == _TESTED)
    firsts = (call.args[0] for call in calls if getattr(call.func, "id", "") == "isinstance")
    return frozenset(each.id for each in firsts if isinstance(each, ast.Name))


def tests_around(module: SourceModule, name: ast.Name) -> Iterator[ast.Call]:
    """The tests of a name that hold at one use of it, the nearest first.

    A test holds in the body below it as long as nothing there binds the name anew.
    """
    below: ast.AST = name
    for at in module.parents(name):
        if isinstance(at, CALLABLES):
            return
        for test in _holding(at, below):
            if _is_of(test, name.id) and not _binds(at, name.id):
                yield test
        below = at


def _holding(at: ast.AST, below: ast.AST) -> Iterator[ast.Call]:
    """The calls that have to be true for `below` to be run as a part of `at`."""
    if isinstance(at, ast.If | ast.While):
        if below in at.body:
            yield from _calls(at.test)
    elif isinstance(at, ast.IfExp):
        if below is at.body:
            yield from _calls(at.test)
    elif isinstance(at, ast.BoolOp) and isinstance(at.op, ast.And):
        for value in at.values:
            if value is below:
                return
            yield from _calls(value)


def _calls(test: ast.expr) -> Iterator[ast.Call]:
    if isinstance(test, ast.Call):
        yield test
    elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for value in test.values:
            yield from _calls(value)


def _is_of(call: ast.Call, name: str) -> bool:
    match call:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=tested), _]):
            return tested == name
    return False


def _binds(at: ast.AST, name: str) -> bool:
    body = at.body if isinstance(at, ast.If | ast.While) else []
    return any(
        isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Store)
        for statement in body
        for each in ast.walk(statement)
    )
