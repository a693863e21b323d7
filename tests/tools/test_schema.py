import json
import re
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

from fe_skill.contracts import definition
from fe_skill.domains.given import TYPES, EntityGiven
from fe_skill.tools import TOOLS
from fe_skill.tools.schema import input_schema, listed_schema, output_schema
from fe_skill.tools.tool import Tool
from tests.sample_tools import GREET


def test_input_is_flat_closed_and_without_derived_titles() -> None:
    schema = input_schema(GREET)
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["name"]
    assert "title" not in schema
    assert cast("dict[str, object]", schema["properties"])["times"] == {
        "type": "integer",
        "description": "How often.",
        "default": 1,
        "examples": [2],
        "minimum": 1,
        "maximum": 9,
    }


def test_output_keeps_a_field_that_is_called_title() -> None:
    properties = cast("dict[str, object]", output_schema(GREET)["properties"])
    assert properties["title"] == {"type": "string"}
    assert list(properties) == ["title", "lines", "seconds", "problem"]


def test_output_is_a_reply_or_a_problem_and_nothing_else() -> None:
    validator = Draft202012Validator(output_schema(GREET))
    reply = {"title": "Ada", "lines": [], "seconds": 0.1}
    problem = {"code": "c", "what": "w", "why": "y", "mend": "m", "path": None, "line": None}
    assert validator.is_valid(reply)
    assert validator.is_valid({"problem": problem})
    assert not validator.is_valid({})
    assert not validator.is_valid({"title": "Ada"})
    assert not validator.is_valid({"problem": {"code": "c"}})
    assert not validator.is_valid({**reply, "more": 1})


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: str(tool.name))
def test_what_fits_the_whole_arguments_fits_the_listed_ones(tool: Tool) -> None:
    listed: Any = listed_schema(tool)
    whole: Any = input_schema(tool)
    properties = whole["properties"]
    every = {name: of["examples"][0] for name, of in properties.items() if of.get("examples")}
    for schema in (listed, whole):
        Draft202012Validator.check_schema(schema)
        for arguments in (tool.example, {**tool.example, **every}):
            assert Draft202012Validator(schema).is_valid(arguments)
        assert not Draft202012Validator(schema).is_valid({**tool.example, "more": 1})
    assert list(every) == list(listed["properties"]) == list(properties)
    assert listed.get("required") == whole.get("required")
    assert all(of["description"] and of["type"] for of in listed["properties"].values())


def test_an_argument_is_listed_without_what_goes_without_saying() -> None:
    listed: Any = listed_schema(next(tool for tool in TOOLS if tool.name == "add-domain"))
    properties = listed["properties"]
    assert properties["access"]["type"] == "string"
    assert set(properties["dry_run"]) == {"description", "type"}
    assert properties["verify"]["enum"] == ["static", "run", "none"]
    assert properties["tests"]["default"] is True


def test_the_words_on_entities_name_their_keys_and_every_type() -> None:
    listed: Any = listed_schema(next(tool for tool in TOOLS if tool.name == "add-domain"))
    words = listed["properties"]["entities"]["description"]
    assert all(re.search(rf"\b{name}\b", words) for name in (*EntityGiven.model_fields, *TYPES))


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: str(tool.name))
def test_a_contract_holds_what_the_list_of_tools_leaves_out(tool: Tool) -> None:
    contract = json.loads(Path("tools", f"{tool.name}.json").read_text(encoding="utf-8"))
    assert contract["inputSchema"] == input_schema(tool)
    assert contract["description"] == tool.description
    assert tool.description.startswith(f"{definition(tool)['description']}\n\n")


def test_the_list_of_tools_costs_a_model_at_most_1800_tokens() -> None:
    listed = {"tools": [{**definition(tool), "outputSchema": None} for tool in TOOLS]}
    characters = len(json.dumps(listed, separators=(",", ":"), ensure_ascii=False))
    assert (characters - len(TOOLS) * len(',"outputSchema":null')) / 4 <= 1_800
