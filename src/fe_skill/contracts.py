"""The published contract of each tool: what a registry can read without starting the server.

Lives here: a tool's definition as MCP lists it, the contract with the example's reply, its file.
Does not:   the schemas (tools/schema.py), or the command that writes the files (cli.py).
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from fe_skill.call import Call
from fe_skill.tools.answer import answer
from fe_skill.tools.schema import input_schema, output_schema
from fe_skill.tools.tool import Tool

# What differs between two equal runs, and what a contract shows in its place.
_VOLATILE: Mapping[str, object] = {"seconds": 0.0, "change_id": "20260102T030405-example"}


def definition(tool: Tool) -> dict[str, object]:
    """`tool` as `tools/list` shows it. All four hints are said: their defaults are not ours."""
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": input_schema(tool),
        "outputSchema": output_schema(tool),
        "annotations": {
            "readOnlyHint": tool.hints.read_only,
            "destructiveHint": False,
            "idempotentHint": tool.hints.idempotent,
            "openWorldHint": False,
        },
    }


def contracts(tools: Iterable[Tool]) -> dict[str, str]:
    """The text of each contract file by its name.

    The examples are one story: they are carried out in the order of the tools, in one workspace,
    so that a later one may build on what an earlier one made.
    """
    with TemporaryDirectory() as folder:
        call = Call(workspace=Path(folder).resolve())
        return {f"{tool.name}.json": _contract(tool, call) for tool in tools}


def _contract(tool: Tool, call: Call) -> str:
    reply = answer(tool, tool.example, call).model_dump(mode="json")
    example = {"arguments": tool.example, "reply": steady(reply)}
    return json.dumps({**definition(tool), "example": example}, indent=2, ensure_ascii=False) + "\n"


def steady(value: object) -> object:
    """`value` with a fixed word for all that differs between two equal runs."""
    if isinstance(value, list):
        return [steady(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _VOLATILE[key] if key in _VOLATILE and item is not None else steady(item)
        for key, item in value.items()
    }
