"""What every tool of ours owes a client before the first call."""

import re
from typing import Any, cast

import pytest

from fe_skill.tools import TOOLS
from fe_skill.tools.arguments import validated
from fe_skill.tools.schema import input_schema, reply_model
from fe_skill.tools.tool import Reply, Tool
from tests.sample_tools import GREET

EVERY = pytest.mark.parametrize("tool", [*TOOLS, GREET], ids=lambda tool: tool.name)


@EVERY
def test_name_and_title_are_words(tool: Tool) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", tool.name)
    assert tool.title
    assert tool.title != tool.name


@EVERY
def test_description_fits_what_clients_keep_and_names_a_sibling_once_there_is_one(
    tool: Tool,
) -> None:
    assert 0 < len(tool.description.encode()) < 2048
    others = [other.name for other in TOOLS if other.name != tool.name]
    assert tool is GREET or not others or any(f"`{o}`" in tool.description for o in others)


@EVERY
def test_every_argument_is_described_with_an_example(tool: Tool) -> None:
    properties = cast("dict[str, dict[str, Any]]", input_schema(tool)["properties"])
    assert properties
    for name, schema in properties.items():
        assert schema.get("description"), name
        assert schema.get("examples"), name


@EVERY
def test_example_is_a_call_that_is_not_refused(tool: Tool) -> None:
    assert tool.example
    assert validated(tool, tool.example)


@EVERY
def test_reply_is_one_of_ours(tool: Tool) -> None:
    assert issubclass(reply_model(tool), Reply)


def test_names_are_unique() -> None:
    assert len({tool.name for tool in TOOLS}) == len(TOOLS)
