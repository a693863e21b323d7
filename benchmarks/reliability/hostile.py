"""What hostile callers send: strings, shapes, broken messages, projects.

Lives here: attacks, and the message that each is.
Does not:   sending them, or looking what they did (attack).
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from fe_skill.tools import TOOLS
from fe_skill.tools.schema import input_schema
from fe_skill.tools.tool import Tool

PROJECT = "order-desk"
_LONG = "a" * 200_000
_RUN = "touch PWNED; touch ../outside/PWNED"

STRINGS = (
    "../outside/x", "..", "a/../../outside", "/etc/passwd", "/dev/null", "/dev/zero",
    "/proc/self/mem", "C:\\Windows\\x", "\\\\host\\share", "~root/x", "link-out/x", "link-out",
    "file.txt/x", "file.txt", "a\0b", "\ud800", "a\udfffb", "\u202egnp.exe", "\u200b", "\x1b[2J",
    "line\nline", "\r\n", "", " ", ".git", ".fe-skill", ".fe-skill/history", "con", "AUX.py",
    "name.", "-rf", "--help", "*", "%s%n", "{{ 7 * 7 }}", "{# x #}", "{% include '/etc/passwd' %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "${jndi:ldap://x}", f"$({_RUN})", f"`{_RUN}`",
    f"; {_RUN}", f'"; {_RUN}; "', f"__import__('os').system('{_RUN}')",
    f'"""\nimport os\nos.system("{_RUN}")\n"""', f"x\"\nimport os; os.system('{_RUN}')\n#", "'''",
    "\\", '"]\nevil = ["', "'; DROP TABLE users; --", "class", "import", "None", "__init__",
    "\u0130", "\ufb01", "\U0001d51e", "\U0001f600", _LONG, "../" * 5000, "a/" * 5000,
)  # fmt: skip
VALUES: tuple[object, ...] = (
    None, True, -1, 10**400, 1.5, [], {}, ["x"], {"a": {"b": "c"}}, [[]] * 10_000,
    {"__class__": "x"},
)  # fmt: skip


# Calls that reach deeper than a tool's example: every text in them is replaced in turn.
_DEEP: dict[str, dict[str, object]] = {
    "add-domain": {
        "entities": [
            {
                "name": "Order",
                "plural": "orders",
                "description": "An order.",
                "fields": [
                    "number:string(20)!unique",
                    {
                        "name": "state",
                        "type": "string",
                        "default": "open",
                        "pattern": "^[a-z]+$",
                        "description": "How far it is.",
                        "example": "open",
                    },
                    {"name": "kind", "type": "enum", "choices": ["a", "b"]},
                ],
                "relations": [{"name": "lines", "to": "OrderLine", "kind": "one-to-many"}],
                "search": ["number"],
            },
            {"name": "OrderLine", "fields": ["title:string"]},
        ]
    }
}


@dataclass(frozen=True)
class Attack:
    """One message, as it goes over the wire; `build` makes the project that it speaks of."""

    name: str
    line: bytes
    build: Callable[[Path, Path], None] | None = None
    needs_project: bool = False


def message(method: str, params: object, number: int) -> bytes:
    """A request; a lone surrogate goes over the wire as its escape."""
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()


def attacks() -> Iterator[Attack]:
    """All of them."""
    for tool in TOOLS:
        base: dict[str, object] = {**tool.example, **_DEEP.get(tool.name, {})}
        in_project = "project" in cast("dict[str, object]", input_schema(tool)["properties"])
        if in_project:
            base["project"] = PROJECT
        for name, arguments in _calls(tool, base):
            yield Attack(f"{tool.name} {name}", _call(tool, arguments), needs_project=in_project)
        for name, build in PROJECTS.items() if in_project else ():
            yield Attack(f"{tool.name}: {name}", _call(tool, {**base, "project": "hostile"}), build)
    for name, line in _broken():
        yield Attack(name, line)


def _call(tool: Tool, arguments: dict[str, object]) -> bytes:
    return message("tools/call", {"name": tool.name, "arguments": arguments}, 1)


def _calls(tool: Tool, base: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """Every hostile value in every argument, and every hostile string in every text below."""
    properties = cast("dict[str, object]", input_schema(tool)["properties"])
    for argument, schema in properties.items():
        takes_text = '"string"' in json.dumps(schema)
        values: tuple[object, ...] = (*STRINGS, *VALUES) if takes_text else VALUES
        for value in values:
            yield f"{argument}={ascii(value)[:40]}", {**base, argument: value}
        deep = base.get(argument)
        for value in STRINGS if isinstance(deep, list | dict) else ():
            for place, mutated in _replaced(deep, value, argument):
                yield f"{place}={ascii(value)[:40]}", {**base, argument: mutated}
    yield "unknown", {**base, "no_such": 1}
    yield "nothing", {}


def _replaced(node: object, value: str, place: str) -> Iterator[tuple[str, object]]:
    """`node` with one of its texts replaced by `value`, for each of them."""
    if isinstance(node, str):
        yield place, value
    elif isinstance(node, list):
        for n, item in enumerate(node):
            for deeper, mutated in _replaced(item, value, f"{place}.{n}"):
                yield deeper, [*node[:n], mutated, *node[n + 1 :]]
    elif isinstance(node, dict):
        for key, item in node.items():
            for deeper, mutated in _replaced(item, value, f"{place}.{key}"):
                yield deeper, {**node, key: mutated}


def _broken() -> Iterator[tuple[str, bytes]]:
    """Messages that are none."""
    call = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"scaffold","arguments":'
    deep = "[" * 10_000 + "]" * 10_000
    yield "deeply nested argument", f'{call}{{"path":{deep}}}}}}}'.encode()
    yield "deeply nested object", (call + '{"a":' * 10_000 + "1" + "}" * 10_002).encode()
    yield "huge argument", f'{call}{{"path":"{"x" * 20_000_000}"}}}}}}'.encode()
    yield "arguments as a list", f"{call}[1]}}}}".encode()
    yield "arguments as a string", f'{call}"x"}}}}'.encode()
    yield "one argument twice", f'{call}{{"path":"/etc","path":"/etc/x"}}}}}}'.encode()
    yield "not a number", f'{call}{{"path":NaN}}}}}}'.encode()
    yield "a tool that isn't", message("tools/call", {"name": "../x", "arguments": {}}, 1)
    yield "a method that isn't", message("../../x", {}, 1)
    yield "no tool", message("tools/call", {}, 1)
    yield "no JSON", b"\x00\x01garbage"
    yield "no UTF-8", b'{"jsonrpc":"2.0","id":1,"method":"\xff\xfe"}'
    yield "half a message", b'{"jsonrpc":"2.0","id":1,"meth'
    yield "an empty line", b""
    yield "a resource outside", message("resources/read", {"uri": "file:///etc/passwd"}, 1)


def _all_links(root: Path, outside: Path) -> None:
    for name in ("pyproject.toml", "main.py", "app", "alembic.ini", ".fe-skill"):
        (root / name).symlink_to(outside)


def _journal(record: dict[str, object], place: str) -> Callable[[Path, Path], None]:
    def build(root: Path, _outside: Path) -> None:
        folder = root / ".fe-skill" / place
        folder.mkdir(parents=True)
        whole = {"format": 1, "id": "0" * 16, "title": "", "when": 0, "undoes": None}
        whole |= {"makes": [], "clears": [], "entries": [], **record}
        (folder / "record.json").write_text(json.dumps(whole))
        (folder / "0.before").write_text("forged")

    return build


def _entry(path: str) -> dict[str, object]:
    return {"entries": [{"path": path, "before": "0" * 64, "after": None}]}


def _file(name: str, content: bytes) -> Callable[[Path, Path], None]:
    def build(root: Path, _outside: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)

    return build


def _odd_names(root: Path, _outside: Path) -> None:
    for name in (b"a\nb.py", b"\xff\xfe.py", b"con.py", b" .py", b"{{ x }}.py"):
        Path(os.fsdecode(bytes(root) + b"/" + name)).touch()


def _loop(root: Path, _outside: Path) -> None:
    (root / "loop").symlink_to(".")
    (root / "self").symlink_to("self")


def _pipes(root: Path, _outside: Path) -> None:
    (root / ".fe-skill").mkdir()
    for name in ("main.py", "pyproject.toml", ".fe-skill/lock"):
        os.mkfifo(root / name)


PROJECTS: dict[str, Callable[[Path, Path], None]] = {
    "all files lead out": _all_links,
    "a Python file of 50 MB": _file("main.py", b"x = 1\n" * 8_800_000),
    "10,000 brackets": _file("main.py", b"x = " + b"(" * 10_000 + b")" * 10_000),
    "100,000 operators": _file("main.py", b"x = 1" + b" + 1" * 100_000),
    "null bytes": _file("main.py", b"import os\0"),
    "a lying encoding": _file("main.py", b"# coding: utf-16\nx = 1\n"),
    "pyproject.toml is a folder": lambda root, _out: (root / "pyproject.toml").mkdir(),
    "pyproject.toml is nested": _file("pyproject.toml", b"a = " + b"[" * 50_000),
    "odd names": _odd_names,
    "links in a loop": _loop,
    "pipes for files": _pipes,
    "the journal is a file": _file(".fe-skill", b""),
    "the journal leads out": lambda root, out: (root / ".fe-skill").symlink_to(out),
    "a record is nested": _file(".fe-skill/history/00000001-a/record.json", b"[" * 100_000),
    "a record of another kind": _file(".fe-skill/history/00000001-a/record.json", b"{}"),
    "a place that is a file": _file(".fe-skill/history/00000001-a", b""),
    "history climbs": _journal(_entry("../outside/kept"), "history/00000001-a"),
    "history is absolute": _journal(_entry("/etc/hostname"), "history/00000001-a"),
    "history names git": _journal(_entry(".git/hooks/pre-commit"), "history/00000001-a"),
    "history undoes itself": _journal({"undoes": "00000001-a"}, "history/00000001-a"),
    "pending climbs": _journal(_entry("../outside/kept"), "pending"),
    "pending makes outside": _journal({"makes": ["../outside/made"]}, "pending"),
    "pending clears outside": _journal({"clears": [{"path": "../x", "mode": 511}]}, "pending"),
    "pending through a link": _journal(_entry("link-out/kept"), "pending"),
}
