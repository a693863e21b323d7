"""The published contract of each tool: what a registry can read without starting the server.

Lives here: a tool's definition as MCP lists it, and the contract: that with nothing left out, and
            the example's reply.
Does not:   the schemas (tools/schema.py), or the files that carry a contract (published.py).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fe_skill.call import Call
from fe_skill.tools.answer import answer
from fe_skill.tools.schema import input_schema, listed_schema, output_schema
from fe_skill.tools.tool import Hints, Reply, Tool

# What changes with the clock or with any letter of a template, and what is shown in its place.
_VOLATILE: Mapping[str, object] = {"seconds": 0.0, "change_id": "0123456789abcdef"}


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A tool and what it replies to its example."""

    tool: Tool
    reply: Reply

    def text(self) -> str:
        """The contract as its file holds it."""
        reply = self.reply.model_dump(mode="json")
        example = {"arguments": self.tool.example, "reply": reply}
        whole = {"description": self.tool.description, "inputSchema": input_schema(self.tool)}
        contract = {**definition(self.tool), **whole, "example": example}
        return json.dumps(contract, indent=2, ensure_ascii=False) + "\n"


def definition(tool: Tool) -> dict[str, object]:
    """`tool` as `tools/list` shows it: the first paragraph of what it says, its arguments in short.

    Hints that are what MCP supposes without them are not said.
    """
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description.partition("\n\n")[0],
        "inputSchema": listed_schema(tool),
        "outputSchema": output_schema(tool),
        "annotations": _annotations(tool.hints),
    }


def _annotations(hints: Hints) -> dict[str, bool]:
    if hints.read_only:
        return {"readOnlyHint": True, "openWorldHint": False}
    idempotent = {"idempotentHint": True} if hints.idempotent else {}
    return {"destructiveHint": False, **idempotent, "openWorldHint": False}


def contracts(tools: Iterable[Tool]) -> tuple[Contract, ...]:
    """The contract of each tool.

    The examples are one story: they are carried out in the order of the tools, in one workspace,
    so that a later one may build on what an earlier one made.
    """
    with TemporaryDirectory() as folder:
        call = Call(workspace=Path(folder).resolve())
        return tuple(_contract(tool, call) for tool in tools)


def _contract(tool: Tool, call: Call) -> Contract:
    reply = answer(tool, tool.example, call)
    return Contract(tool=tool, reply=reply.model_validate(steady(reply.model_dump())))


def steady(value: object) -> object:
    """`value` with a fixed word for all that differs between two equal runs."""
    if isinstance(value, list | tuple):
        return [steady(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _VOLATILE[key] if key in _VOLATILE and item is not None else steady(item)
        for key, item in value.items()
    }
