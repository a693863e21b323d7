"""Edits to JSON with comments: the entry is there, and nothing else is touched."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fe_skill.clients import jsonc
from fe_skill.problem import Refused

ENTRY = {"command": "/opt/my tools/python", "args": ["-m", "fe_skill"]}
KEYS = ("mcpServers", "fe-skill")
KEY_TEXT = st.text(st.sampled_from('ab"\\/é {}'), min_size=1, max_size=5)
SCALARS = st.none() | st.booleans() | st.integers() | st.text("ab/*\"\\'\n#é", max_size=6)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY_TEXT, inner, max_size=3),
    max_leaves=8,
)
SPACES = st.sampled_from(
    ["", " ", "\n", "\n  ", "\r\n\t", ' // it\'s "so"\n', "/* a, b } */", "  "]
)


@st.composite
def written(draw: st.DrawFn, value: Any) -> str:  # noqa: ANN401 -- any JSON value
    """`value` as some person would write it, with comments and trailing commas."""

    def space() -> str:
        return draw(SPACES)

    if isinstance(value, dict):
        items = [
            f"{space()}{json.dumps(key)}{space()}:{space()}{draw(written(inner))}{space()}"
            for key, inner in value.items()
        ]
        return "{" + _joined(items, space, trailing=draw(st.booleans())) + "}"
    if isinstance(value, list):
        items = [f"{space()}{draw(written(inner))}{space()}" for inner in value]
        return "[" + _joined(items, space, trailing=draw(st.booleans())) + "]"
    return json.dumps(value, ensure_ascii=draw(st.booleans()))


def _joined(items: list[str], space: Callable[[], str], *, trailing: bool) -> str:
    return ",".join(items) + ("," if items and trailing else "") + space()


@st.composite
def documents(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    data: dict[str, Any] = draw(st.dictionaries(KEY_TEXT, VALUES, max_size=3))
    if draw(st.booleans()):
        servers: dict[str, Any] = draw(st.dictionaries(KEY_TEXT, VALUES, max_size=3))
        data["mcpServers"] = servers
        if draw(st.booleans()):
            servers["fe-skill"] = draw(st.just({"env": {"A": "1"}}) | st.just(dict(ENTRY)))
        data = dict(draw(st.permutations(list(data.items()))))
    return data, draw(SPACES) + draw(written(data)) + draw(SPACES)


def comments(text: str) -> list[str]:
    found = re.findall(r'"(?:[^"\\]|\\.)*"|(//[^\n]*|/\*.*?\*/)', text, re.DOTALL)
    return [comment.strip() for comment in found if comment]


@given(documents())
def test_any_document_is_read_as_it_was_meant(document: tuple[dict[str, Any], str]) -> None:
    data, text = document
    assert jsonc.parse(text).value == data


@given(documents())
def test_put_adds_the_entry_keeps_every_value_and_comment_and_is_undone_to_the_byte(
    document: tuple[dict[str, Any], str],
) -> None:
    data, text = document
    done = jsonc.put(text, KEYS, ENTRY)
    after = done.apply(text)
    wanted = json.loads(json.dumps(data))
    wanted.setdefault("mcpServers", {}).setdefault("fe-skill", {}).update(ENTRY)
    assert jsonc.parse(after).value == wanted
    if "fe-skill" not in data.get("mcpServers", {}):
        assert comments(after) == comments(text)
    assert after[: done.start] + done.old + after[done.start + len(done.new) :] == text
    assert not jsonc.put(after, KEYS, ENTRY)


@given(documents())
def test_drop_takes_the_entry_out_and_leaves_every_other_value(
    document: tuple[dict[str, Any], str],
) -> None:
    data, text = document
    after = jsonc.drop(text, KEYS).apply(text)
    data.get("mcpServers", {}).pop("fe-skill", None)
    assert jsonc.parse(after).value == data


@given(documents())
def test_drop_takes_back_what_put_did(document: tuple[dict[str, Any], str]) -> None:
    data, text = document
    after = jsonc.put(text, KEYS, ENTRY).apply(text)
    left = jsonc.parse(jsonc.drop(after, KEYS).apply(after)).value
    data.setdefault("mcpServers", {}).pop("fe-skill", None)
    assert left == data


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "",
            '{\n  "s": {\n    "fe": {\n      "command": "x"\n    }\n  }\n}\n',
            id="an empty file",
        ),
        pytest.param('{"a": 1}', '{"a": 1, "s": {"fe": {"command": "x"}}}', id="one line"),
        pytest.param(
            '{\n\t"s": {\n\t\t"other": {} // mine\n\t} // all\n}\n',
            '{\n\t"s": {\n\t\t"other": {}, // mine\n\t\t"fe": {\n\t\t\t"command": "x"\n\t\t}\n\t}'
            " // all\n}\n",
            id="tabs, and a comment that stays with its line",
        ),
        pytest.param(
            '{\r\n    "s": {},\r\n    "b": 2\r\n}',
            '{\r\n    "s": {\r\n        "fe": {\r\n            "command": "x"\r\n        }\r\n'
            '    },\r\n    "b": 2\r\n}',
            id="an empty list of servers, Windows line ends, no last one",
        ),
        pytest.param(
            '{\n  "s": {\n    "o": 1,\n  },\n}\n',
            '{\n  "s": {\n    "o": 1,\n    "fe": {\n      "command": "x"\n    },\n  },\n}\n',
            id="trailing commas",
        ),
    ],
)
def test_put_writes_in_the_file_s_own_manner(before: str, after: str) -> None:
    assert jsonc.put(before, ("s", "fe"), {"command": "x"}).apply(before) == after


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"a": 1\n "b": 2}', 2),
        ('{"a": 1}\n\n}', 3),
        ("{'a': 1}", 1),
        ('{"a": [1 2]}', 1),
        ('{"a": 01x}', 1),
        ('{"mcpServers": []}', 1),
        ("[]", 1),
        ('{"a": /* never ends', 1),
        ('{"a": "tab\tinside"}', 1),
    ],
)
def test_what_no_client_would_read_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Refused) as refused:
        jsonc.put(text, KEYS, ENTRY)
    assert refused.value.problem.code == "client-file-unreadable"
    assert refused.value.problem.line == line


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(Refused):
        jsonc.parse("[" * 100_000)
