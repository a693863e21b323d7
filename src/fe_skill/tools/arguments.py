"""The arguments of a tool: what its signature takes, and what is wrong with a call that misses it.

Lives here: the argument model behind every schema, and validation for both shells.
Does not:   turning command-line words into values (cli.py), or running the tool (answer.py).
"""

import difflib
import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    TypeAdapter,
    ValidationError,
    create_model,
)
from pydantic_core import ErrorDetails

from fe_skill.problem import Problem, Refused
from fe_skill.tools.tool import Reply, Tool


@cache
def argument_model(run: Callable[..., Reply]) -> type[BaseModel]:
    """The keyword arguments of a tool's `run` as a model that takes no others."""
    fields: dict[str, Any] = {
        parameter.name: (
            _exact(parameter.annotation),
            ... if parameter.default is parameter.empty else parameter.default,
        )
        for parameter in inspect.signature(run, eval_str=True).parameters.values()
        if parameter.kind is parameter.KEYWORD_ONLY
    }
    model: type[BaseModel] = create_model(
        "Arguments", __config__=ConfigDict(extra="forbid"), **fields
    )
    return model


def _exact(annotation: Any) -> Any:  # noqa: ANN401 -- a type
    """`annotation`, and where it is a switch, no number for it: 0 would be read as false."""
    if get_args(annotation)[:1] == (bool,):
        return Annotated[annotation, BeforeValidator(_no_number)]
    return annotation


def _no_number(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError("should be true or false")  # noqa: TRY004 -- pydantic takes no TypeError
    return value


def validated(tool: Tool, given: Mapping[str, object]) -> dict[str, object]:
    """The arguments as `tool.run` wants them.

    Raises:
        Refused: `arguments-invalid`, naming every wrong argument at once.
    """
    model = argument_model(tool.run)
    try:
        arguments = model.model_validate({k: _decoded(model, k, v) for k, v in given.items()})
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False, include_context=False)
        raise Refused(_problem(tool.name, tuple(model.model_fields), details)) from error
    return {name: getattr(arguments, name) for name in model.model_fields}


def _decoded(model: type[BaseModel], name: str, value: object) -> object:
    """`value`, read as JSON where some clients send text in place of a list or an object."""
    annotation = model.model_fields[name].annotation if name in model.model_fields else None
    if annotation is None or not isinstance(value, str) or not value.startswith(("[", "{")):
        return value
    try:
        TypeAdapter(annotation).validate_python(value)
    except ValidationError:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _problem(tool: str, known: tuple[str, ...], details: Iterable[ErrorDetails]) -> Problem:
    found = [(".".join(map(str, detail["loc"])), detail) for detail in details]
    wrong = [f"{place}: {_told(place, known, detail)}" for place, detail in found]
    places = ", ".join(dict.fromkeys(f"`{place}`" for place, _ in found))
    return Problem(
        code="arguments-invalid",
        what="; ".join(wrong),
        why=f"`{tool}` takes " + ", ".join(f"`{name}`" for name in known),
        mend=f"correct {places} and call `{tool}` again",
    )


def _told(place: str, known: tuple[str, ...], detail: ErrorDetails) -> str:
    """What is wrong, without the rejected value: it may be a secret."""
    match detail["type"]:
        case "extra_forbidden" if place not in known and len(detail["loc"]) == 1:
            near = difflib.get_close_matches(place, known, n=1)
            return "is not an argument" + (f", the nearest is `{near[0]}`" if near else "")
        case "extra_forbidden":
            return "is not a field here"
        case "missing":
            return "is required"
        case _:
            told = detail["msg"].removeprefix("Value error, ").removeprefix("Input ")
            return told[:1].lower() + told[1:]
