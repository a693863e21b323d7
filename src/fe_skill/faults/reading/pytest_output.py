"""pytest's report: its long, short and native styles, errors in fixtures and at collection.

Lives here: PytestOutput, which takes lines and tells exceptions and failed tests.
Does not:   tracebacks as Python prints them (tracebacks.py).
"""

import re
from dataclasses import replace
from typing import Final

from fe_skill.faults.reading.reading import Frame, Raised
from fe_skill.faults.reading.tracebacks import EXCEPTION, Tracebacks

_SECTION: Final = re.compile(r"_{3,} (.{1,300}?) _{3,}$")
_BAR: Final = re.compile(r"={3,} .{1,200} ={3,}$|-{3,} Captured .{1,60} -{3,}$|={10,}$")
_PLACE: Final = re.compile(
    r"([^\s:][^:\n]{0,400}\.py):(\d{1,9}):(?: (?:in (\S{1,200})|(\w[\w.]*)))?\s*$"
)
_SAID: Final = re.compile(r"E(?:$|(\s{1,})(.*))")
_NODE: Final = re.compile(r"(?:FAILED|ERROR) ([^\s:]{1,400}(?:::\S.*?)?)(?: - (.*))?$")
_DEF: Final = re.compile(r"\s+(?:async )?def (\w+)\(")
_DOTS: Final = re.compile(r"(?:_ ){6,}_?\s*$")
_ASSERTION: Final = re.compile(r"assert |Failed: |DID NOT RAISE")


class PytestOutput:
    """The report of a pytest run, fed one line at a time."""

    def __init__(self, tracebacks: Tracebacks) -> None:
        self.nodes: dict[str, None] = {}
        self.inside = False
        self._into = tracebacks
        self._frames: list[Frame] = []
        self._said: list[str] = []
        self._closed = False  # what was said is followed by something else
        self._code = ""
        self._function = ""
        self._wants_code = False

    def take(self, line: str) -> bool:
        """Whether the line is part of a report; if so it is kept."""
        if line[:1] in "_=-FE" and self._structure(line):
            return True
        if not self.inside:
            return False
        if line[:1] == "E" and (said := _SAID.match(line)):
            return self._says(said[2] or "")
        if ".py:" in line and (place := _PLACE.match(line)):
            return self._at(place)
        if self._said:
            self._closed = True
        return self._source(line)

    def link(self) -> None:
        """A chain mark: what was said so far is one exception of a chain."""
        self._flush()

    def done(self) -> None:
        """The report ends here."""
        self._flush()
        self._frames = []

    def _structure(self, line: str) -> bool:
        if line[0] == "_" and (found := _SECTION.match(line)):
            self._begin(found[1])
            return True
        if line[0] == "_" and _DOTS.match(line):
            return self.inside
        if line[0] in "=-" and _BAR.match(line):
            self.done()
            self._into.break_off()
            self.inside = False
            return True
        if line[0] in "FE" and (node := _NODE.match(line)) and ".py" in node[1]:
            self.nodes.setdefault(node[1].strip())
            return node[2] is None  # what the summary says may be all that there is
        return False

    def _begin(self, title: str) -> None:
        self.done()
        self._into.break_off()
        self.inside, self._code = True, ""
        name = title.removeprefix("ERROR at setup of ").removeprefix("ERROR at teardown of ")
        self._function = name.rpartition(".")[2].partition("[")[0] if " " not in name else ""

    def _says(self, text: str) -> bool:
        if self._said and self._closed:
            self._flush()
        self._said.append(text)
        return True

    def _at(self, place: re.Match[str]) -> bool:
        short = place[3] is not None
        if self._said and short:
            self._flush()
        function = place[3] or self._function
        self._frames.append(Frame(place[1], int(place[2]), function, self._code))
        self._code, self._function, self._wants_code = "", "", short
        if self._said and not short:
            self._flush()
        return True

    def _source(self, line: str) -> bool:
        if line[:1] == ">":
            self._code = line[1:].strip()
            return True
        if self._wants_code and self._frames and line.startswith("    ") and line.strip():
            self._frames[-1] = replace(self._frames[-1], code=line.strip())
            self._wants_code = False
            return True
        if found := _DEF.match(line):
            self._function = found[1]
        return line.startswith("    ") or not line.strip()

    def _flush(self) -> None:
        """An exception is complete: what was said with the frames that led there."""
        if self._said:
            self._into.add(_raised(self._said, tuple(self._frames)))
            self._frames = []
        self._said, self._closed = [], False


def _raised(said: list[str], frames: tuple[Frame, ...]) -> Raised:
    # The first line is "Type: message"; an assertion says only what did not hold.
    first, rest = said[0].strip(), _undented(said[1:])
    found = EXCEPTION.match(first)
    if found and ("." in found[1] or found[1][0].isupper()) and not _ASSERTION.match(first):
        return Raised(found[1], "\n".join([found[2] or "", *rest]).rstrip(), frames)
    kind = "AssertionError" if _ASSERTION.match(first) else ""
    return Raised(kind, "\n".join([first, *rest]).rstrip(), frames)


def _undented(lines: list[str]) -> list[str]:
    shared = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[shared:] for line in lines]
