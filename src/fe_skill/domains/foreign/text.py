"""Small templates, and files put together of sections.

Lives here: rendered, file_text, signature, indented.
Does not:   what sections say (write_*.py), or how files are formatted (finish.py).
"""

import textwrap
from collections.abc import Iterable, Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fe_skill.data import data_folder
from fe_skill.domains.foreign.idiom import Param
from fe_skill.domains.foreign.piece import Need, Piece, import_lines, piece


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(data_folder("templates") / "foreign"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 -- source code is no HTML; answers come as ready literals
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def rendered(name: str, answers: Mapping[str, object]) -> str:
    """The template `name` with its answers."""
    return _environment().get_template(f"{name}.py.jinja").render(answers)


def file_text(docstring: str | None, sections: Iterable[Piece], package: str | None) -> str:
    """A file: its docstring, the imports that its sections need, and these."""
    every = list(sections)
    needs = frozenset[Need]().union(*(each.needs for each in every))
    typed = frozenset[Need]().union(*(each.typed for each in every)) - needs
    needs |= piece("", "typing.TYPE_CHECKING").needs if typed else frozenset()
    head = f'"""{docstring}"""\n\n' if docstring else ""
    imports = "\n".join(import_lines(needs, package))
    if typed:
        imports += "\n\nif TYPE_CHECKING:\n" + indented("\n".join(import_lines(typed, package)))
    return f"{head}{imports}\n\n\n" + "\n\n".join(each.text.strip("\n") + "\n" for each in every)


def signature(name: str, params: Iterable[Param], *, returns: str, is_async: bool) -> str:
    """A function's first line; parameters with defaults come last."""
    ordered = sorted(params, key=lambda param: param.default is not None)
    inner = ", ".join(map(_param, ordered))
    arrow = f" -> {returns}" if returns else ""
    return f"{'async ' if is_async else ''}def {name}({inner}){arrow}:"


def _param(param: Param) -> str:
    typed = f"{param.name}: {param.annotation.text}" if param.annotation.text else param.name
    return typed if param.default is None else f"{typed} = {param.default.text}"


def needs_of_params(params: Iterable[Param]) -> frozenset[Need]:
    """What the types and defaults of parameters need."""
    found = frozenset[Need]()
    for param in params:
        found |= param.annotation.needs | (param.default.needs if param.default else frozenset())
    return found


def docstring(words: str, how: str) -> str:
    """A docstring on one line, on lines of its "own", or none."""
    if not how:
        return ""
    return f'"""\n{words}\n"""' if how == "own" else f'"""{words}"""'


def indented(text: str) -> str:
    """`text`, one level in."""
    return textwrap.indent(text, "    ")
