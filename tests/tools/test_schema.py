from typing import cast

from jsonschema import Draft202012Validator

from fe_skill.tools.schema import input_schema, output_schema
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
