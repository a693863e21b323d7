"""The options of a tool's command, made from the tool's own arguments.

Lives here: signature (what typer reads), given (what the tool is called with), words (back again),
            checked_format.
Does not:   whether the values are right: that is judged where the server judges it too.

Every option is text, a list of texts, or a switch; none has a default here, so that only what the
user wrote reaches the tool. Where a tool works may also be said without its option's name.
"""

import inspect
import json
from collections.abc import Mapping
from typing import cast

import typer

from fe_skill.problem import Problem, Refused
from fe_skill.tools.schema import input_schema, reply_model
from fe_skill.tools.tool import Tool

Schema = Mapping[str, object]
AS_JSON = "as_json"
FORMAT = "format_name"
_PLACES = ("path", "project")
_PLACE = "place"
_WHOLE = "Print everything that was found, not a page of it, in this format."


def signature(tool: Tool) -> inspect.Signature:
    """The parameters of `tool`'s command: one option an argument, and `--json`."""
    schema = input_schema(tool)
    properties = cast("Mapping[str, Schema]", schema["properties"])
    required = cast("list[str]", schema.get("required", []))
    arguments = [_option(name, of, name in required) for name, of in properties.items()]
    if name := _place(properties):
        place = typer.Argument(None, metavar=name.upper(), help=f"The same as --{name}.")
        arguments.insert(0, _parameter(_PLACE, str | None, place))
    as_json = typer.Option(None, "--json", help="Print the structured result as JSON.")
    arguments.append(_parameter(AS_JSON, bool | None, as_json))
    if formats := reply_model(tool).formats:
        whole = typer.Option(None, "--format", metavar="|".join(formats), help=_WHOLE)
        arguments.append(_parameter(FORMAT, str | None, whole))
    return inspect.Signature(arguments)


def checked_format(tool: Tool, name: object) -> str | None:
    """The format that the user asked for, one that `tool` has.

    Raises:
        Refused: `format-unknown`.
    """
    formats = reply_model(tool).formats
    if name is None or name in formats:
        return None if name is None else str(name)
    raise Refused(
        Problem(
            code="format-unknown",
            what=f"`{ascii(name)[1:-1][:40]}` is no format of `{tool.name}`",
            why="it prints " + ", ".join(f"`{known}`" for known in formats),
            mend="give one of them after `--format`",
        )
    )


def given(tool: Tool, options: Mapping[str, object]) -> dict[str, object]:
    """The arguments that the user wrote, lists and objects read from their JSON.

    Raises:
        Refused: `option-not-json` or `place-said-twice`.
    """
    properties = cast("Mapping[str, Schema]", input_schema(tool)["properties"])
    said = {name: value for name, value in options.items() if value is not None}
    if _PLACE in said:
        said = _named(said, _place(properties))
    return {
        name: _items(name, value) if "array" in _types(properties[name]) else value
        for name, value in said.items()
    }


def words(tool: Tool, arguments: Mapping[str, object]) -> list[str]:
    """The command line that gives `tool` these arguments."""
    said = [tool.name]
    for name, value in arguments.items():
        flag = name.replace("_", "-")
        if isinstance(value, bool):
            said.append(f"--{flag}" if value else f"--no-{flag}")
        else:
            items = (value or ["[]"]) if isinstance(value, list | tuple) else [value]
            said += [word for item in items for word in (f"--{flag}", _word(item))]
    return said


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _option(name: str, schema: Schema, required: bool) -> inspect.Parameter:  # noqa: FBT001 -- a fact about the argument, not a switch
    flag = name.replace("_", "-")
    types = _types(schema)
    flags = f"--{flag}/--no-{flag}" if "boolean" in types else f"--{flag}"
    help_text = f"{schema['description']}" + _default(schema) + " [required]" * required
    option = typer.Option(None, flags, help=help_text, metavar=_metavar(schema), show_default=False)
    kind = bool if "boolean" in types else list[str] if "array" in types else str
    return _parameter(name, kind | None, option)


def _place(properties: Mapping[str, Schema]) -> str:
    """The argument that says where to work, "" where the tool has none."""
    return next((name for name in _PLACES if name in properties), "")


def _named(said: Mapping[str, object], name: str) -> dict[str, object]:
    if name in said:
        raise Refused(
            Problem(
                code="place-said-twice",
                what=f"`{said[_PLACE]}` and `--{name}` both say where to work",
                why=f"a word without an option's name is the same as `--{name}`",
                mend="leave one of them out",
            )
        )
    return {name if key == _PLACE else key: value for key, value in said.items()}


def _parameter(name: str, kind: object, option: object) -> inspect.Parameter:
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, keyword, default=option, annotation=kind)


def _types(schema: Schema) -> frozenset[str]:
    """The JSON types that `schema` admits, one level deep."""
    branches = cast("list[Schema]", schema.get("anyOf", [schema]))
    return frozenset(str(branch["type"]) for branch in branches if "type" in branch)


def _metavar(schema: Schema) -> str | None:
    types = _types(schema) - {"null"}
    if types == {"boolean"}:
        return None
    branches = cast("list[Schema]", schema.get("anyOf", [schema]))
    choices = [str(choice) for branch in branches for choice in _choices(branch)]
    return "|".join(choices) or "|".join(sorted(types)).upper() or "JSON"


def _choices(schema: Schema) -> list[object]:
    items = cast("Schema", schema.get("items", {}))
    return cast("list[object]", schema.get("enum") or items.get("enum") or [])


def _default(schema: Schema) -> str:
    default = schema.get("default")
    return "" if default is None else f" Default: {json.dumps(default)}."


def _items(name: str, texts: object) -> list[object]:
    """A repeated option's items: a text that opens like a list or an object is read as one."""
    items: list[object] = []
    for text in cast("list[str]", texts):
        value = _read(name, text) if text.startswith(("[", "{")) else text
        items += value if isinstance(value, list) else [value]
    return items


def _read(name: str, text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        flag = "--" + name.replace("_", "-")
        raise Refused(
            Problem(
                code="option-not-json",
                what=f"the value of `{flag}` opens like JSON but isn't",
                why=str(error),
                mend=f"quote the value for your shell, or repeat `{flag}` once an item",
            )
        ) from error
