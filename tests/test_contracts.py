import json
from dataclasses import replace
from pathlib import Path

import pytest

from fe_skill import cli, published
from fe_skill.contracts import contracts, steady
from fe_skill.tools import TOOLS
from tests.sample_tools import GREET, WRITE


def test_contract_holds_the_definition_and_the_example_with_its_reply() -> None:
    (made,) = contracts([GREET])
    contract = json.loads(made.text())
    assert list(contract) == [
        "name",
        "title",
        "description",
        "inputSchema",
        "outputSchema",
        "annotations",
        "example",
    ]
    assert contract["example"] == {
        "arguments": {"name": "Ada", "times": 2, "guests": ["Bob"]},
        "reply": {"title": "Ada", "lines": ["Dear Ada, Bob"] * 2, "seconds": 0.0},
    }


def test_two_runs_give_the_same_bytes() -> None:
    first, second = contracts([GREET, WRITE]), contracts([GREET, WRITE])
    assert [made.text() for made in first] == [made.text() for made in second]


def test_what_differs_between_runs_is_steadied_at_any_depth_and_none_is_kept() -> None:
    value = {"checks": [{"seconds": 0.73}], "change_id": None}
    assert steady(value) == {"checks": [{"seconds": 0.0}], "change_id": None}


def test_published_contracts_are_what_the_code_says() -> None:
    assert published.drifted(TOOLS) == {}


def test_readme_tells_of_each_tool_as_a_command_as_a_call_and_what_comes_back() -> None:
    readme = f"# Title\n\n{published.OPENING}old\n{published.CLOSING}\nAfter.\n"
    assert published.with_tools(readme, contracts([GREET])) == (
        f"""# Title

{published.OPENING}
### `greet`

{GREET.description}

```sh
fe-skill greet --name Ada --times 2 --guests Bob
```

The same over MCP, and what the model reads of the reply:

```text
tools/call {{"name": "greet", "arguments": {{"name": "Ada", "times": 2, "guests": ["Bob"]}}}}

greeted Ada
```

{published.CLOSING}
After.
"""
    )


def test_drift_is_told_then_written_then_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(published, "data_folder", tmp_path.joinpath)
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/gone.json").write_text("{}")
    (tmp_path / "README.md").write_text(published.OPENING + published.CLOSING)
    tools = [replace(GREET, title="Another title")]
    assert cli.run(tools, ["contracts", "--check"]) == 1
    assert (
        capsys.readouterr().out == "differs: README.md\ndiffers: gone.json\ndiffers: greet.json\n"
    )
    assert cli.run(tools, ["contracts"]) == 0
    assert cli.run(tools, ["contracts", "--check"]) == 0
    assert [path.name for path in (tmp_path / "tools").iterdir()] == ["greet.json"]
    assert "### `greet`" in (tmp_path / "README.md").read_text()
