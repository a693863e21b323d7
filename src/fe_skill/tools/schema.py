"""What a tool takes and gives, as JSON Schema.

Lives here: the schemas as published, without the titles that pydantic derives from names; and the
            arguments as they are listed to a model, which pays for each word.
Does not:   the file that carries them (contracts.py).
"""

import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from fe_skill.problem import Problem
from fe_skill.tools.arguments import argument_model
from fe_skill.tools.tool import Reply, Tool, first_sentence

# Under these a key is somebody's name, so that "title" may be a field of ours.
_NAMED = frozenset({"properties", "$defs"})
# Under these is data, not schema.
_DATA = frozenset({"default", "examples", "const", "enum", "required"})


def input_schema(tool: Tool) -> dict[str, object]:
    """The arguments of `tool`; others are not allowed."""
    schema = argument_model(tool.run).model_json_schema()
    return cast("dict[str, object]", _untitled(schema))


def listed_schema(tool: Tool) -> dict[str, object]:
    """The arguments of `tool` as a model reads them in the list of tools, where each word is paid.

    Whatever fits the whole schema fits this one, too. Left out is what a refusal says as well:
    bounds and patterns; examples; what a description says after its first sentence; and the shape
    of objects, which their argument's description tells in words, all of it.
    """
    schema: Any = input_schema(tool)
    properties = {name: _listed(of) for name, of in schema["properties"].items()}
    required = {"required": schema["required"]} if "required" in schema else {}
    return {"type": "object", "properties": properties, **required, "additionalProperties": False}


def _listed(argument: Mapping[str, Any]) -> dict[str, Any]:
    value = next((a for a in argument.get("anyOf", ()) if a != {"type": "null"}), argument)
    listed = {key: value[key] for key in ("type", "enum") if key in value}
    described = first_sentence(argument["description"])
    if "items" in value:
        items = value["items"]
        shaped = "$ref" in items
        described = argument["description"] if shaped else described
        listed["items"] = {"type": "object"} if shaped else _bare(items)
    shown = {} if "items" in value else _default(argument, listed)
    return {**listed, **shown, "description": described}


def _default(argument: Mapping[str, Any], listed: Mapping[str, Any]) -> dict[str, object]:
    """What is said of it: not that a switch is off, or a choice the first, or a page's size."""
    default = argument.get("default")
    first = listed.get("enum", (".",))[0]
    said = default not in (None, first) and (default is True or isinstance(default, str))
    return {"default": default} if said else {}


def _bare(items: Mapping[str, Any]) -> dict[str, Any]:
    return {key: items[key] for key in ("type", "enum") if key in items}


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
