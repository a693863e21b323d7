"""Renders a folder of templates.

A template looks like the file that it makes: a file ending in `.jinja` is rendered and loses that
ending, every other one is taken as it is. Paths may hold names too: `{{ domain }}/router.py.jinja`.

Lives here: render_tree.
Does not:   which parts of a tree a caller wants (tools/).
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_MARKED = ".jinja"
_LEFT_BEHIND = frozenset({"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"})


@dataclass(frozen=True)
class Rendered:
    """One file of a rendered tree."""

    path: PurePosixPath
    content: bytes
    executable: bool


def render_tree(folder: Path, answers: Mapping[str, object]) -> Iterator[Rendered]:
    """The files that the templates in `folder` make of `answers`, sorted by their templates' paths.

    Raises:
        jinja2.UndefinedError: a template names something that is not among the answers.
    """
    environment = _environment(folder)
    for name in sorted(environment.list_templates(filter_func=_is_source)):
        source = folder / name
        if name.endswith(_MARKED):
            content = environment.get_template(name).render(answers).encode()
        else:
            content = source.read_bytes()
        path = PurePosixPath(_path(environment, name.removesuffix(_MARKED), answers))
        yield Rendered(path, content, os.access(source, os.X_OK))


@cache
def _environment(folder: Path) -> Environment:
    """One for each folder and process: it keeps the templates that it has compiled.

    A template that changed on the disk is compiled anew.
    """
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 -- source code is no HTML; answers come as ready literals
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _path(environment: Environment, name: str, answers: Mapping[str, object]) -> str:
    """Most paths hold no name, and a template costs a compilation."""
    return environment.from_string(name).render(answers) if "{{" in name else name


def _is_source(name: str) -> bool:
    """Whether `name` is a template rather than what a tool left beside it."""
    return _LEFT_BEHIND.isdisjoint(name.split("/"))
