from typing import cast

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
    assert list(properties) == ["title", "lines", "seconds"]
