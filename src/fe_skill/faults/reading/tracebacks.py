"""Python's own tracebacks, line by line: whole, chained, grouped, cut off or mixed with a log.

Lives here: Tracebacks, which takes lines and keeps the chains of exceptions in them.
Does not:   pytest's way of showing them (pytest_output.py).

A line is looked at once. What is no part of a traceback is handed back to the caller.
"""

import re
from dataclasses import replace
from typing import Final, Literal

from fe_skill.faults.reading.lines import is_log_line
from fe_skill.faults.reading.reading import Failure, Frame, Link, Raised

_FRAME: Final = re.compile(
    r'(\s*)(?:> )?File "([^"\n]{1,600})", line (\d{1,9})(?:,? in (.{1,200}))?'
)
EXCEPTION: Final = re.compile(
    r"((?:[A-Za-z_]\w{0,100}\.){0,12}(?:<locals>\.)?[A-Za-z_]\w{0,100})(?::(?: (.*)|)|)\s*$"
)
_NAMED: Final = re.compile(r"(?:\w+\.)*[A-Z_]\w*$|(?:\w+\.)+\w+$")
_WARNED: Final = re.compile(r"\S{1,400}:-?\d{1,9}: \w{0,60}Warning: ")
_SEPARATOR: Final = re.compile(r"\s*\+[-+]*-{3,}(?: (?:\d+|\.\.\.) -+)?\s*$")
_IN_GROUP: Final = re.compile(r"\s*[|+]")
_MARKS: Final = re.compile(r"[\s^~│└|]*$")
_RICH: Final = re.compile(r"[│|] (?:\S.*?[/\\])?\S*\.py:\d+ in \S+ +[│|]?$")
_RICH_PLACE: Final = re.compile(r"[│|] (\S.*?\.py):(\d{1,9}) in (\S+)")
_RICH_CODE: Final = re.compile(r"[│|] ❱ *\d+ [│|] (.*?) *[│|]?$")
_CAUSE: Final = "The above exception was the direct cause of the following exception"
_CONTEXT: Final = "During handling of the above exception, another exception occurred"
_HEADER: Final = "Traceback (most recent call last)"
# How a message goes on after an empty line: the rest of a statement, SQLAlchemy's link.
_GOES_ON: Final = ("]", ")", "[", "(Background", "\t")
_STRANGE: Final = 30  # lines that are no part of a traceback, after which it is given up
_LONGEST: Final = 400  # lines of one message

State = Literal["outside", "frames", "message", "after"]


class Tracebacks:
    """The tracebacks of a text, fed one line at a time."""

    def __init__(self) -> None:
        self._failures: dict[Failure, None] = {}  # each once, where it was seen last
        self._chain: list[Raised] = []
        self._frames: list[Frame] = []
        self._message: list[str] = []
        self._type = ""
        self._endpoint: Frame | None = None
        self._state: State = "outside"
        self._link: Link = ""
        self._indent = 2
        self._strange = 0
        self._wants_code = False
        self._grouped = False
        self._first_of_group = False

    def take(self, line: str) -> bool:
        """Whether the line is part of a traceback; if so it is kept."""
        if self._grouped:
            if _SEPARATOR.match(line):
                self._close("group")
                self._first_of_group = " " in line.strip()
                return True
            if _IN_GROUP.match(line):
                line = line.lstrip(" ")[1:].removeprefix(" ")
            elif line.strip() and not self._is_chained(line):
                self._grouped = False
        return self._take(line)

    def done(self) -> list[Failure]:
        """All failures, the last one closed."""
        self.break_off()
        return list(self._failures)

    def break_off(self) -> None:
        """What comes now belongs to another failure."""
        self._close("")
        if self._chain:
            failure = Failure(_causes_first(self._chain))
            self._failures.pop(failure, None)
            self._failures[failure] = None
        self._chain, self._link, self._state = [], "", "outside"

    def link(self, link: Link) -> None:
        """The exception that was read last led to the one that comes now."""
        self._close(link)
        if not self._chain and self._failures:
            self._chain = list(self._failures.popitem()[0].chain)
        if self._chain:
            self._chain[-1] = replace(self._chain[-1], link=link)
        self._link, self._state = link, "after"

    def add(self, raised: Raised) -> None:
        """An exception that was read in another way."""
        if not self._link:
            self.break_off()
        self._chain.append(raised)
        self._link, self._state = "", "after"

    def _take(self, line: str) -> bool:
        if _HEADER in line:
            self._open(line)
            return True
        if self._is_chained(line):
            self.link("cause" if _CAUSE in line else "context")
            return True
        if "File " in line and (found := _FRAME.match(line)):
            self._frame(found)
            return True
        if ".py:" in line and _RICH.match(line):
            return self._rich(line)
        return self._rest(line)

    def _rest(self, line: str) -> bool:
        match self._state:
            case "frames":
                return self._in_frames(line)
            case "message":
                return self._in_message(line)
            case _:
                return self._first_in_group(line)

    @staticmethod
    def _is_chained(line: str) -> bool:
        return "bove exception" in line and (_CAUSE in line or _CONTEXT in line)

    def _open(self, line: str) -> None:
        group = "Exception Group" in line
        if self._state in ("frames", "message"):
            self._close("group" if self._grouped else "")
        if not self._link and not self._grouped:
            self.break_off()
        self._grouped = self._grouped or group
        self._link, self._state, self._indent, self._strange = "", "frames", 2, 0
        self._first_of_group = False

    def _frame(self, found: re.Match[str]) -> None:
        frame = Frame(found[2], int(found[3]), (found[4] or "").strip())
        if self._state == "message" or (self._state == "after" and not self._link):
            if self._ends_in_endpoint(frame):
                return
            self._close("")
            self.break_off()
        if self._state == "outside":
            self.break_off()
        self._state, self._indent, self._strange = "frames", len(found[1]), 0
        self._frames.append(frame)
        self._wants_code = True

    def _ends_in_endpoint(self, frame: Frame) -> bool:
        """FastAPI names the path operation below the message of a validation error."""
        last = self._type or (self._chain[-1].type if self._chain else "")
        if not last.endswith("ValidationError"):
            return False
        if self._state == "message":
            self._endpoint = frame
            self._close("")
        elif self._chain:
            self._chain[-1] = replace(self._chain[-1], endpoint=frame)
        self._state = "after"
        return True

    def _in_frames(self, line: str) -> bool:
        bare = line.strip()
        if not bare or _MARKS.match(line) or bare.startswith("[Previous line repeated"):
            return True
        indent = len(line) - len(line.lstrip())
        found = EXCEPTION.match(bare)
        ends = found is not None and _NAMED.match(found[1]) is not None
        logged = is_log_line(line) and self._frames and bare[:1].isupper()
        if indent > self._indent or (self._wants_code and not self._indent and not ends):
            self._code(bare)
            return True
        if found is not None and ends and indent <= max(self._indent - 1, 0) and not logged:
            return self._ends(found)
        self._strange += 1
        if self._strange > _STRANGE or not self._frames:
            self.break_off()
        return False

    def _code(self, code: str) -> None:
        if self._wants_code and self._frames and code[0] not in "│└|":
            last = self._frames[-1]
            self._frames[-1] = Frame(last.path, last.line, last.function, code)
            self._wants_code = False

    def _ends(self, found: re.Match[str]) -> bool:
        self._type, self._message, self._state = found[1], [found[2] or ""], "message"
        return True

    def _in_message(self, line: str) -> bool:
        bare = line.strip()
        fenced = bare.startswith("```")
        if fenced or is_log_line(line) or _WARNED.match(line) or len(self._message) > _LONGEST:
            self._close("")
            return False
        if not bare:
            self._message.append("")
            return True
        if not self._message[-1] and len(self._message) > 1 and not bare.startswith(_GOES_ON):
            open_statement = any(text.startswith("[SQL:") for text in self._message) and not any(
                text.startswith(("]", "(Background")) or text.endswith("]")
                for text in self._message
            )
            if not open_statement:
                self._close("")
                return False
        self._message.append(line.rstrip())
        return True

    def _first_in_group(self, line: str) -> bool:
        """A sub-exception without frames of its own."""
        if not self._first_of_group:
            return False
        self._first_of_group = False
        found = EXCEPTION.match(line.strip())
        return found is not None and self._ends(found)

    def _rich(self, line: str) -> bool:
        found = _RICH_PLACE.match(line)
        if found:
            if self._state != "frames":
                self.break_off()
            self._state, self._indent = "frames", 1
            self._frames.append(Frame(found[1], int(found[2]), found[3]))
        return found is not None

    def rich_code(self, line: str) -> bool:
        """A line of the box that rich draws around a traceback."""
        if self._state == "frames" and (found := _RICH_CODE.match(line)) and self._frames:
            self._frames[-1] = replace(self._frames[-1], code=found[1].strip())
        return line[:1] in "│╭╰"

    def _close(self, link: Link) -> None:
        """The exception being read is complete; what has frames or a type is kept."""
        if self._state in ("frames", "message") and (self._frames or self._type):
            message = "\n".join(self._message).rstrip()
            raised = Raised(self._type, message, tuple(self._frames), link, self._endpoint)
            self._chain.append(raised)
        self._type, self._message, self._frames, self._endpoint = "", [], [], None
        if self._state != "outside":
            self._state = "after"


def _causes_first(chain: list[Raised]) -> tuple[Raised, ...]:
    """A group is printed before what is in it, and was raised after it."""
    return tuple(sorted(chain, key=lambda raised: raised.name.endswith("ExceptionGroup")))
