"""The files of a project: read when asked for, kept as facts, re-read when they change.

Lives here: Store.
Does not:   what is in a file (extract.py), the disk cache (cache.py).
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fe_skill.project.extract import FileFacts, extract, extract_bodies
from fe_skill.project.files import LARGEST, list_files
from fe_skill.project.layout import Layout
from fe_skill.project.lower import Node
from fe_skill.project.lower_statements import blocks

# A file without any of these words says nothing by itself; it is read when a name leads there.
RELEVANT = re.compile(rb"fastapi|starlette|sqlalchemy|sqlmodel|alembic|APIRouter|include_router")
BUILDS = re.compile(
    rb"APIRouter|FastAPI\(|include_router|add_api_|add_route|\.mount\(|\.add_websocket_route"
    rb"|@[\w.]+\.(?:get|post|put|patch|delete|head|options|trace|websocket|api_route|route"
    rb"|websocket_route|exception_handler|middleware|on_event)\("
    rb"|^_?(?:app|application|api|asgi|server|main_app)\s*(?::[^=\n]+)?=\s*[\w.]+\(",
    re.MULTILINE,
)


class Store:
    """The facts of every file, one revision at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.listing = list_files(root)
        self.layout = Layout(root, self.listing.python)
        self._bytes: dict[str, bytes] = {}
        self._facts: dict[str, FileFacts] = {}
        self._bodies: dict[str, FileFacts] = {}
        self._by_line: dict[str, dict[int, list[Node]]] = {}

    def data(self, path: str) -> bytes:
        """The bytes of a file; empty where it can't be read or is too large to be hand-written."""
        known = self._bytes.get(path)
        if known is None:
            stamp = self.listing.python.get(path) or self.listing.notes.get(path)
            too_large = stamp is None or stamp.size > LARGEST
            try:
                known = b"" if too_large else (self.root / path).read_bytes()
            except OSError:
                known = b""
            self._bytes[path] = known
        return known

    def facts(self, path: str) -> FileFacts:
        """The outline of a file."""
        known = self._facts.get(path)
        if known is None:
            known = self._facts[path] = extract(self.data(path))
        return known

    def read(self) -> dict[str, FileFacts]:
        """The files that were read so far."""
        return self._facts

    def bodies(self, path: str) -> FileFacts:
        """A file with every function body."""
        known = self._bodies.get(path)
        if known is None:
            known = self._bodies[path] = extract_bodies(self.data(path))
        return known

    def body(self, path: str, line: int) -> list[Node] | None:
        """The body of the function that is defined on a line."""
        known = self._by_line.get(path)
        if known is None:
            known = self._by_line[path] = dict(_functions(self.bodies(path).body))
        return known.get(line)

    def builders(self) -> Iterator[str]:
        """The files that may build an application, by a look at their bytes."""
        return (path for path in self.listing.python if BUILDS.search(self.data(path)))


def _functions(body: list[Node]) -> Iterator[tuple[int, list[Node]]]:
    """Every function of some statements with its line, at any depth."""
    pending: list[Node] = list(body)
    while pending:
        node = pending.pop()
        if node[0] == "def":
            yield node[2], node[8]
            pending += node[8]
        elif node[0] == "class":
            pending += node[7]
        else:
            pending += [inner for block in blocks(node) for inner in block]


@contextmanager
def collector_paused() -> Iterator[None]:
    """No garbage collection inside: trees and facts have no cycles worth looking for."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
