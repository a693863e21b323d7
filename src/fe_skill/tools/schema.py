"""What a tool takes and gives, as JSON Schema.

Lives here: the schemas as published, without the titles that pydantic derives from names.
Does not:   the file that carries them (contracts.py).
"""

import inspect
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from fe_skill.problem import Problem
from fe_skill.tools.arguments import argument_model
from fe_skill.tools.tool import Reply, Tool

# Under these a key is somebody's name, so that "title" may be a field of ours.
_NAMED = frozenset({"properties", "$defs"})
# Under these is data, not schema.
_DATA = frozenset({"default", "examples", "const", "enum", "required"})


def input_schema(tool: Tool) -> dict[str, object]:
    """The arguments of `tool`; others are not allowed."""
    schema = argument_model(tool.run).model_json_schema()
    return cast("dict[str, object]", _untitled(schema))


def output_schema(tool: Tool) -> dict[str, object]:
    """What comes back from `tool`: its reply, or a problem in its place.

    Clients in TypeScript hold the structured content of an error against this too, and show the
    mismatch instead of the error: so the problem is part of it. The root stays a flat object.
    """
    reply = reply_model(tool).model_json_schema(mode="serialization")
    reply.pop("description", None)  # a docstring of ours, for those who read the code
    one_of = [{"required": reply.pop("required", [])}, {"required": ["problem"]}]
    properties = {**reply.pop("properties"), "problem": _problem_schema()}
    return cast(
        "dict[str, object]", _untitled({**reply, "properties": properties, "anyOf": one_of})
    )


@cache
def _problem_schema() -> dict[str, Any]:
    schema = TypeAdapter(Problem).json_schema(mode="serialization")
    return {**schema, "description": "In place of all else when the call was refused."}


def reply_model(tool: Tool) -> type[Reply]:
    """The class of `tool`'s reply."""
    return cast("type[Reply]", inspect.signature(tool.run, eval_str=True).return_annotation)


def _untitled(node: object, *, named: bool = False) -> object:
    if isinstance(node, list):
        return [_untitled(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: value if key in _DATA and not named else _untitled(value, named=key in _NAMED)
        for key, value in node.items()
        if named or key != "title"
    }
