"""The habits of a project, each with how many of how many places follow it.

Lives here: link_conventions, counted.
Does not:   judging a habit (rules/), following it (tools/), what bodies show (habits.py).
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fe_skill.project.model import Convention, Where

if TYPE_CHECKING:
    from fe_skill.project.reader import Facts

Seen = tuple[str, Where | None]
_SUFFIX = re.compile(
    r"(In|Out|Update|Create|Read|Response|Request|Base|Public|Schema|InDB|Payload|Params|DTO|Model)$"
)
_FROM = re.compile(rb"^from\s+([.\w]+)\s+import", re.MULTILINE)
_KEY_TYPES = {"UUID": "uuid", "Uuid": "uuid", "int": "int", "Integer": "int", "str": "string"}


def link_conventions(facts: "Facts") -> tuple[Convention, ...]:
    """Every habit for which there is at least one place."""
    seen: dict[str, list[Seen]] = {
        "base class": _bases(facts),
        "key type": _keys(facts),
        "model style": [(m.style, m.where) for m in facts.models if not m.abstract],
        "one model a file": _one_a_file(facts),
        "domain layout": [(d.layout, Where(d.path, 1)) for d in facts.domains],
        "schema names": _schema_names(facts),
        "session dependency": _sessions(facts),
        "prefix": _prefixes(facts),
        "trailing slash": _slashes(facts),
        "imports": _imports(facts),
        "path operations": [("async" if r.is_async else "sync", r.where) for r in facts.routes],
        "response model": [
            ("declared" if r.response_model else "none", r.where)
            for r in facts.routes
            if r.method not in {"WEBSOCKET", "HEAD", "OPTIONS"}
        ],
        "protection": [("protected" if r.protected else "open", r.where) for r in facts.routes],
    }
    found = [counted(name, values) for name, values in seen.items() if values]
    return (*found, *_tooling(facts))


def counted(name: str, seen: Iterable[Seen]) -> Convention:
    """The habit that most of some places follow."""
    values = list(seen)
    counts = Counter(value for value, _ in values)
    best, follow = counts.most_common(1)[0]
    example = next(where for value, where in values if value == best)
    others = tuple(counts.most_common(6)[1:])
    return Convention(name, best, follow, len(values), others, example)


def _bases(facts: "Facts") -> list[Seen]:
    return [(m.base or "?", m.where) for m in facts.models]


def _keys(facts: "Facts") -> list[Seen]:
    found: list[Seen] = []
    for model in facts.models:
        keys = [column for column in model.columns if column.primary_key]
        if len(keys) == 1:
            words = re.findall(r"\w+", keys[0].type or "")
            kinds = [_KEY_TYPES[word] for word in words if word in _KEY_TYPES]
            found.append((kinds[0] if kinds else keys[0].type or "?", keys[0].where))
        elif keys:
            found.append(("composite", keys[0].where))
    return found


def _one_a_file(facts: "Facts") -> list[Seen]:
    files = Counter(model.where.path for model in facts.models)
    return [("one" if count == 1 else "several", Where(path, 1)) for path, count in files.items()]


def _schema_names(facts: "Facts") -> list[Seen]:
    found = [(_SUFFIX.search(schema.name), schema.where) for schema in facts.schemas]
    return [(f"*{match[1]}" if match else "no suffix", where) for match, where in found]


def _sessions(facts: "Facts") -> list[Seen]:
    found: list[Seen] = []
    for dependency in facts.dependencies:
        if re.search(r"\b(?:Async)?Session\b", dependency.yields or ""):
            found += [(dependency.name, dependency.where)] * dependency.routes
    return found


def _prefixes(facts: "Facts") -> list[Seen]:
    return [
        ("on the router" if router.prefix else "at the include or route", router.where)
        for router in facts.routers
        if router.included
    ]


def _imports(facts: "Facts") -> list[Seen]:
    """How files import from the project itself, each file once."""
    tops = {root.rpartition("/")[2].encode() for root in facts.around.package_roots}
    found: list[Seen] = []
    for path in facts.paths:
        heads = facts.look(_heads, path)
        kinds = [("relative", b"" in heads), ("absolute", bool(heads & tops))]
        held = [kind for kind, holds in kinds if holds]
        if held:
            found.append((" and ".join(held), Where(path, 1)))
    return found


def _heads(data: bytes) -> frozenset[bytes]:
    return frozenset(head.partition(b".")[0] for head in _FROM.findall(data))


def _slashes(facts: "Facts") -> list[Seen]:
    paths = [(route.path, route.where) for route in facts.routes if len(route.path) > 1]
    return [("with" if path.endswith("/") else "without", where) for path, where in paths]


def _tooling(facts: "Facts") -> list[Convention]:
    return [Convention(name, value, 1, 1, (), None) for name, value in facts.tooling]
