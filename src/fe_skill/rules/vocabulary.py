"""What rules say about FastAPI code in one word.

Lives here: questions that several rules ask of one module.
Does not:   syntax (syntax/module.py), or what needs other files (project/program.py).
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.syntax.module import SourceModule

_STATUS: Final = ("fastapi.status", "starlette.status")


def status_constants(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Where a status constant is taken from the framework, with its name.

    An import is given as the part that imports it, and its uses are not given again.
    """
    for node in module.nodes(ast.Attribute):
        if node.attr.startswith(("HTTP_", "WS_")) and module.dotted(node.value) in _STATUS:
            yield node, node.attr
    for each in module.nodes(ast.ImportFrom):
        if each.module in _STATUS and not each.level:
            yield from ((a, a.name) for a in each.names if a.name.startswith(("HTTP_", "WS_")))
