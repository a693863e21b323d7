import json
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

from fe_skill.contracts import definition
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
def test_what_fits_the_listed_arguments_fits_the_whole_ones(tool: Tool) -> None:
    listed: Any = listed_schema(tool)
    whole: Any = input_schema(tool)
    example = dict(tool.example)
    for schema in (listed, whole):
        Draft202012Validator.check_schema(schema)
        assert Draft202012Validator(schema).is_valid(example)
        assert not Draft202012Validator(schema).is_valid({**example, "more": 1})
    assert list(listed["properties"]) == list(whole["properties"])
    assert listed.get("required") == whole.get("required")
    assert all("description" in of for of in listed["properties"].values())


def test_an_argument_is_listed_without_what_goes_without_saying() -> None:
    listed: Any = listed_schema(next(tool for tool in TOOLS if tool.name == "add-domain"))
    assert listed["properties"]["access"]["type"] == "string"
    assert set(listed["properties"]["dry_run"]) == {"description", "type"}
    assert listed["properties"]["verify"]["default"] == "static"
    entity = listed["$defs"]["EntityGiven"]["properties"]
    in_full = entity["fields"]["items"]["anyOf"][0]
    assert in_full["type"] == "object"
    assert "name*, type* (One of string text" in in_full["description"]
    assert "kind* (many-to-one|one-to-many" in json.dumps(entity["relations"])


def test_the_list_of_tools_costs_a_model_no_more_than_it_does_today() -> None:
    listed = [{**definition(tool), "outputSchema": None} for tool in TOOLS]
    characters = len(json.dumps(listed, separators=(",", ":"), ensure_ascii=False))
    assert characters / 4 < 3_900  # the aim is 1,800
