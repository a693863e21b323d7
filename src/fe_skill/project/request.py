"""Which models a route reads from the request's body.

Lives here: request_models.
"""

import re

from fe_skill.project.interpreter.classes import external_bases
from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.values import Class, Function, Made
from fe_skill.project.link_dependencies import DEPENDS, Graph, Parameter
from fe_skill.project.types import classes_in

_ELSEWHERE = frozenset(
    ("fastapi.Query", "fastapi.Header", "fastapi.Cookie", "fastapi.Path", *DEPENDS)
)
_MODELS = re.compile(r"(?:BaseModel|SQLModel|RootModel|TypedDict|dataclass)$")


def request_models(
    m: Machine, graph: Graph, function: Function | None, path: str
) -> tuple[str, ...]:
    """The names of the body's models, in the order of the parameters."""
    if function is None:
        return ()
    in_path = set(re.findall(r"\{(\w+)", path))
    found: list[str] = []
    for parameter in graph.parameters(function):
        if parameter.name not in in_path and not _from_elsewhere(parameter):
            found += [c.name for c in classes_in(m, parameter.type) if _is_model(m, c)]
    return tuple(dict.fromkeys(found))


def _from_elsewhere(parameter: Parameter) -> bool:
    markers = [*parameter.extras, parameter.default]
    return any(isinstance(marker, Made) and marker.name in _ELSEWHERE for marker in markers)


def _is_model(m: Machine, cls: Class) -> bool:
    if any(_MODELS.search(name) for name in external_bases(m, cls)):
        return True
    return any("dataclass" in getattr(decorator, "name", "") for decorator in cls.decorators)
