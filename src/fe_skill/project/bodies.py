"""The bodies of functions, each read when someone follows it.

Most bodies say nothing of how an application is built, so an outline has none of them. A body is
worth following where its lines show a word of application building, or where it is so short that
it is likely a getter.

Lives here: Bodies.
Does not:   the outlines (store.py), the parsing (extract.py).
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field

from fe_skill.project.extract import extract_body, with_plain_ends
from fe_skill.project.lower import Node, same_data
from fe_skill.syntax.source import decode

_BUILDS = re.compile(
    r"include_router|add_api_|add_route|add_websocket_route|\.mount\(|APIRouter|FastAPI\("
    r"|\.(?:get|post|put|patch|delete|head|options|trace|websocket|api_route)\(\s*f?[\"']"
    r"|Depends\(|Security\(|Annotated\[|\.routes\b|\brouter|add_middleware|exception_handler"
)
_INSIDE = re.compile(r"^[ \t]+(?:async[ \t]+def|def|class)\b", re.MULTILINE)
_DOCSTRING = re.compile(r"^[ \t]+r?(\"{3}|'{3})(?:(?!\1).|\n)*\1[ \t]*\n", re.MULTILINE)
_GETTER_LINES = 8


@dataclass(slots=True)
class Asked:
    """What was asked of the bodies of one file, and answered: by the line of the `def`."""

    bodies: dict[int, list[Node]] = field(default_factory=dict)
    worth: dict[int, bool] = field(default_factory=dict)
    mentions: dict[int, tuple[tuple[str, ...], bool]] = field(default_factory=dict)
    failures: dict[int, tuple[int, str]] = field(default_factory=dict)


class Bodies:
    """The bodies that were asked for, of the files as they are at one moment."""

    def __init__(self, data: Callable[[str], bytes], builds: Callable[[str], bool]) -> None:
        self._data = data
        self._builds = builds
        self._lines: dict[str, list[str]] = {}
        self.asked: dict[str, Asked] = {}

    def _asked(self, path: str) -> Asked:
        return self.asked.get(path) or self.asked.setdefault(path, Asked())

    def body(self, path: str, node: Node) -> list[Node]:
        """The body of a `def` of the file's outline."""
        inside: list[Node] | None = node[8]
        if inside is not None:
            return inside
        asked = self._asked(path)
        known = asked.bodies.get(node[2])
        if known is None:
            found = extract_body(self._lines_of(path), node[2], node[3])
            if found.failure is not None:
                asked.failures[node[2]] = found.failure
            known = asked.bodies[node[2]] = found.body
        return known

    def worth(self, path: str, node: Node) -> bool:
        """Whether the body is followed whoever calls it."""
        if node[8] is not None:
            return True
        asked = self._asked(path)
        known = asked.worth.get(node[2])
        if known is None:
            known = asked.worth[node[2]] = self._looked_at(path, node)
        return known

    def _looked_at(self, path: str, node: Node) -> bool:
        signature = max((parameter[4] for parameter in node[6]), default=node[2])
        text = self._text(path, node)
        said = _DOCSTRING.search(text)
        lines = node[3] - signature - (0 if said is None else said[0].count("\n"))
        if lines <= _GETTER_LINES + (signature > node[2]):
            return True
        return _INSIDE.search(text) is not None or (
            self._builds(path) and _BUILDS.search(text) is not None
        )

    def mentions(self, path: str, node: Node, words: tuple[str, ...]) -> bool:
        """Whether one of `words` is in the body, wherever."""
        asked = self._asked(path)
        known = asked.mentions.get(node[2])
        if known is None or known[0] != words:
            text = self._text(path, node)
            known = asked.mentions[node[2]] = words, any(word in text for word in words)
        return known[1]

    def _text(self, path: str, node: Node) -> str:
        """The lines of a function below the first."""
        return "".join(self._lines_of(path)[node[2] : node[3]])

    def _lines_of(self, path: str) -> list[str]:
        known = self._lines.get(path)
        if known is None:
            text = with_plain_ends(decode(self._data(path)) or "")
            known = self._lines[path] = [f"{line}\n" for line in text.split("\n")]
        return known

    def following(
        self, data: Callable[[str], bytes], builds: Callable[[str], bool], edited: Container[str]
    ) -> "Bodies":
        """The same later: what was read from files that are the same is kept."""
        new = Bodies(data, builds)
        new.asked = {path: asked for path, asked in self.asked.items() if path not in edited}
        return new

    def answers_as(self, before: Asked, path: str, nodes: Mapping[int, Node]) -> bool:
        """Whether all that was asked of a file's bodies has the answers that it had."""
        return not before.failures and all(
            (node := nodes.get(line)) is not None and self._is_as(before, line, path, node)
            for line in {**before.bodies, **before.worth, **before.mentions}
        )

    def _is_as(self, before: Asked, line: int, path: str, node: Node) -> bool:
        worth, mention = before.worth.get(line), before.mentions.get(line)
        body = before.bodies.get(line)
        return (
            (worth is None or worth is self.worth(path, node))
            and (mention is None or mention[1] is self.mentions(path, node, mention[0]))
            and (body is None or same_data(body, self.body(path, node)))
            and not self._asked(path).failures
        )

    def forget_sources(self) -> None:
        """Only what was read from them stays in memory."""
        self._lines.clear()

    def failures(self) -> Iterator[tuple[str, int, tuple[int, str]]]:
        """The bodies that did not parse: file, line of the `def`, where and why."""
        for path, asked in self.asked.items():
            yield from ((path, line, failure) for line, failure in asked.failures.items())
