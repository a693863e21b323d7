"""What a tool takes and gives, as JSON Schema.

Lives here: the schemas as published, without the titles that pydantic derives from names; and the
            arguments as they are listed to a model, which pays for each word.
Does not:   the file that carries them (contracts.py).
"""

import inspect
import json
from collections.abc import Mapping
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


def listed_schema(tool: Tool) -> dict[str, object]:
    """The arguments of `tool` as a model reads them in the list of tools.

    Whatever fits this fits the whole schema, too. Left out: null where an argument may be left
    out, defaults that say no more than that, examples of single words, and the shape of objects
    inside objects, whose keys are named in words.
    """
    schema: Any = input_schema(tool)
    known = schema.pop("$defs", {})
    near = {name: _lean(of, known) for name, of in known.items()}
    listed = cast("dict[str, object]", _lean(schema, {}))
    used = {n: of for n, of in near.items() if f'"#/$defs/{n}"' in json.dumps(listed)}
    return {**listed, "$defs": used} if used else listed


def _lean(node: Any, known: Mapping[str, Any], *, named: bool = False) -> Any:  # noqa: ANN401 -- JSON
    """`node` with references into `known` put in words."""
    if isinstance(node, list):
        return [_lean(item, known) for item in node]
    if not isinstance(node, dict):
        return node
    if named:
        return {key: _lean(value, known) for key, value in node.items()}
    if found := known.get(str(node.get("$ref")).removeprefix("#/$defs/")):
        return {"type": "object", "description": _in_words(found)}
    kept = {key: value for key, value in node.items() if not _empty(key, value)}
    choices = [choice for choice in kept.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        kept = {**choices[0], **{key: value for key, value in kept.items() if key != "anyOf"}}
    elif choices:
        kept["anyOf"] = choices
    return {
        key: value if key in _DATA else _lean(value, known, named=key in _NAMED)
        for key, value in kept.items()
    }


def _empty(key: str, value: object) -> bool:
    if key == "examples":
        return "{" not in json.dumps(value)
    return key == "default" and (value is None or value is False or value == [])


def _in_words(schema: Mapping[str, Any]) -> str:
    required = schema.get("required", ())
    keys = (
        f"{name}*{_told(of, of.get('description', ''))}" if name in required else name + _told(of)
        for name, of in schema["properties"].items()
    )
    return f"{schema['description']} Keys (* required): {', '.join(keys)}"


def _told(schema: Mapping[str, Any], said: str = "") -> str:
    choices = [c for branch in schema.get("anyOf", (schema,)) for c in branch.get("enum", ())]
    told = "|".join(choices) or said
    return f" ({told})" if told else ""


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
