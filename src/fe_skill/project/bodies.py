"""The bodies of functions, each read when someone follows it.

Most bodies say nothing of how an application is built, so an outline has none of them. A body is
worth following where its lines show a word of application building, or where it is so short that
it is likely a getter.

Lives here: Bodies.
Does not:   the outlines (store.py), the parsing (extract.py).
"""

import re
from collections.abc import Callable, Container, Iterator

from fe_skill.project.extract import extract_body, with_plain_ends
from fe_skill.project.lower import Node
from fe_skill.syntax.source import decode

_BUILDS = re.compile(
    r"include_router|add_api_|add_route|add_websocket_route|\.mount\(|APIRouter|FastAPI\("
    r"|\.(?:get|post|put|patch|delete|head|options|trace|websocket|api_route)\(\s*f?[\"']"
    r"|Depends\(|Security\(|Annotated\[|\.routes\b|\brouter|add_middleware|exception_handler"
)
_INSIDE = re.compile(r"^[ \t]+(?:async[ \t]+def|def|class)\b", re.MULTILINE)
_GETTER_LINES = 6
_Key = tuple[str, int]


class Bodies:
    """The bodies that were asked for, of the files as they are at one moment."""

    def __init__(self, data: Callable[[str], bytes], builds: Callable[[str], bool]) -> None:
        self._data = data
        self._builds = builds
        self._lines: dict[str, list[str]] = {}
        self._known: dict[_Key, list[Node]] = {}
        self._worth: dict[_Key, bool] = {}
        self._failures: dict[str, tuple[int, str]] = {}

    def body(self, path: str, node: Node) -> list[Node]:
        """The body of a `def` of the file's outline."""
        inside: list[Node] | None = node[8]
        if inside is not None:
            return inside
        known = self._known.get((path, node[2]))
        if known is None:
            found = extract_body(self._lines_of(path), node[2], node[3])
            if found.failure is not None:
                self._failures.setdefault(path, found.failure)
            known = self._known[path, node[2]] = found.body
        return known

    def worth(self, path: str, node: Node) -> bool:
        """Whether the body is followed whoever calls it."""
        if node[8] is not None:
            return True
        known = self._worth.get((path, node[2]))
        if known is None:
            known = self._worth[path, node[2]] = self._looked_at(path, node)
        return known

    def _looked_at(self, path: str, node: Node) -> bool:
        signature = max((parameter[4] for parameter in node[6]), default=node[2])
        if node[3] - signature <= _GETTER_LINES + (signature > node[2]):
            return True
        text = self.text(path, node)
        return _INSIDE.search(text) is not None or (
            self._builds(path) and _BUILDS.search(text) is not None
        )

    def text(self, path: str, node: Node) -> str:
        """The lines of a function below the first."""
        return "".join(self._lines_of(path)[node[2] : node[3]])

    def _lines_of(self, path: str) -> list[str]:
        known = self._lines.get(path)
        if known is None:
            text = with_plain_ends(decode(self._data(path)) or "")
            known = self._lines[path] = [f"{line}\n" for line in text.split("\n")]
        return known

    def following(
        self, data: Callable[[str], bytes], builds: Callable[[str], bool], same: Container[str]
    ) -> "Bodies":
        """The same later: what was read from files that are the same is kept."""
        new = Bodies(data, builds)
        new._known = {key: body for key, body in self._known.items() if key[0] in same}
        new._worth = {key: worth for key, worth in self._worth.items() if key[0] in same}
        new._failures = {path: f for path, f in self._failures.items() if path in same}
        return new

    def forget_sources(self) -> None:
        """Only what was read from them stays in memory."""
        self._lines.clear()

    def failures(self) -> Iterator[tuple[str, tuple[int, str]]]:
        """The bodies that did not parse: the first of each file."""
        yield from self._failures.items()
