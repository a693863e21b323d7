"""HTTP answers in a text: status lines, access logs, headers, JSON bodies, curl's commands.

Lives here: answers.
Does not:   what an answer's list of errors looks like (field_errors.py).
"""

import ast
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from fe_skill.faults.reading.field_errors import of_detail
from fe_skill.faults.reading.reading import FieldError, Response

_METHOD: Final = r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE)"
_ACCESS: Final = re.compile(rf'"({_METHOD}) (\S{{1,2000}}) HTTP/[\d.]+"[\s:-]{{0,4}}(\d{{3}})\b')
_CLIENT: Final = re.compile(rf'HTTP Request: ({_METHOD}) (\S{{1,2000}}) "HTTP/[\d.]+ (\d{{3}})')
_LINE: Final = re.compile(r"(?:< )?HTTP/[\d.]{1,3} (\d{3})\b")
_SENT: Final = re.compile(rf"(?:> )?({_METHOD}) (\S{{1,2000}}) HTTP/[\d.]")
_CURL: Final = re.compile(r"\bcurl\b.{0,2000}?(https?://[^\s'\"]{1,2000})")
_CURL_METHOD: Final = re.compile(rf"(?:-X|--request)[ =]?['\"]?({_METHOD})\b")
_CURL_BODY: Final = re.compile(r"\s(?:-d|--data\S*|--json|-F|--form)[ =]")
_NAMED: Final = re.compile(
    rf"\b({_METHOD})\s+['\"`]?(/[^\s'\"`,]{{0,500}})|<Response \[(\d{{3}})|"
    r"\b(?:status(?:[ _]code)?|code|returns?|returned|gives?|got|answers?|HTTP|error)\b"
    r"\s{0,3}(?:with|is|of|=|:|a|an)?\s{0,3}['\"`]?([1-5]\d\d)\b"
    r"|\b([45]\d\d) (?:[A-Z][a-z]+|error|status|response)",
)
_HEADER: Final = re.compile(r"(?:< )?([A-Za-z][A-Za-z-]{2,40}): (.{0,400})$")
_BODY: Final = re.compile(r"""\{\s*["'](?:detail|errors|type|title|status|error|message)["']\s*:""")
_HEADERS: Final = frozenset(("allow", "content-type", "location", "www-authenticate", "vary"))
# What Starlette and FastAPI say by themselves, and with no other status.
_STATUS_OF: Final = {
    "Not Found": 404,
    "Method Not Allowed": 405,
    "Not authenticated": 401,
    "Could not validate credentials": 401,
    "Unsupported Media Type": 415,
    "Internal Server Error": 500,
}
_LARGEST: Final = 60_000
_MOST: Final = 40


def answers(lines: Sequence[str]) -> tuple[Response, ...]:
    """The answers in the lines that are no traceback, in order, the last ones of many."""
    text = "\n".join(lines)
    found = _Found()
    for line in lines:
        found.take(line)
    bodies = list(_bodies(text))[-_MOST:]
    return _together(found.responses[-_MOST:], [found.asked_for(body) for body in bodies])


class _Found:
    """The answers that lines tell of, as they are read."""

    def __init__(self) -> None:
        self.responses: list[Response] = []
        self._asked = ("", "")
        self._in_headers = False

    def asked_for(self, body: Response) -> Response:
        """A body with the request that was told last."""
        return replace(body, method=self._asked[0], path=self._asked[1])

    def take(self, line: str) -> None:
        if self._in_headers:
            self._in_headers = self._header(line)
        elif "HTTP" in line and self._logged(line):
            return
        elif "curl" in line and (found := _CURL.search(line)):
            self._asked = (_curl_method(line), _path_of(found[1]))
        elif len(line) < 2_000:  # noqa: PLR2004 -- prose is short
            self._named(line)

    def _logged(self, line: str) -> bool:
        if found := _ACCESS.search(line) or _CLIENT.search(line):
            self.responses.append(Response(int(found[3]), found[1], _path_of(found[2])))
        elif found := _LINE.match(line.strip()):
            self.responses.append(Response(int(found[1]), *self._asked))
            self._in_headers = True
        elif found := _SENT.match(line.strip()):
            self._asked = (found[1], _path_of(found[2]))
        else:
            return False
        return True

    def _header(self, line: str) -> bool:
        found = _HEADER.match(line.strip())
        if found is None:
            return False
        name = found[1].lower()
        if name in _HEADERS:
            last = self.responses[-1]
            self.responses[-1] = replace(last, headers=(*last.headers, (name, found[2].strip())))
        return True

    def _named(self, line: str) -> None:
        """A status or a request that prose tells of."""
        for found in list(_NAMED.finditer(line))[:_MOST]:
            status = found[3] or found[4] or found[5]
            if found[1]:
                self._asked = (found[1], found[2].rstrip(".):"))
                if self.responses and not self.responses[-1].method:
                    method, path = self._asked
                    self.responses[-1] = replace(self.responses[-1], method=method, path=path)
            elif status:
                self.responses.append(Response(int(status), *self._asked))


def _curl_method(line: str) -> str:
    named = _CURL_METHOD.search(line)
    if named:
        return named[1]
    return "POST" if _CURL_BODY.search(line) else "GET"


def _path_of(target: str) -> str:
    """The path of a URL, with its query."""
    path = re.sub(r"^https?://[^/?#]*", "", target)
    return path or "/"


def _bodies(text: str) -> Iterator[Response]:
    """The JSON bodies; Python's own print of one is read too."""
    at = 0
    for found in list(_BODY.finditer(text))[-_MOST:]:
        if found.start() < at:
            continue
        body, length = _decoded(text[found.start() : found.start() + _LARGEST])
        at = found.start() + length
        if isinstance(body, dict) and (answer := _answer(body)) is not None:
            yield answer


def _decoded(text: str) -> tuple[object, int]:
    try:
        body, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        line = text.partition("\n")[0]
        end = line.rfind("}") + 1
        try:
            return ast.literal_eval(line[:end]), end
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            return None, 1
    return body, end


def _answer(body: dict[str, Any]) -> Response | None:
    status = body.get("status") if isinstance(body.get("status"), int) else None
    listed: tuple[FieldError, ...] = ()
    for name in ("detail", "errors", "error", "invalid-params"):
        listed = listed or of_detail(body.get(name))
    said = next(
        (body[n] for n in ("detail", "message", "title", "error") if isinstance(body.get(n), str)),
        "",
    )
    if not listed and not said and status is None:
        return None
    status = status or (422 if listed else _STATUS_OF.get(said))
    return Response(status, detail=str(said), errors=listed)


def _together(told: Sequence[Response], bodies: Sequence[Response]) -> tuple[Response, ...]:
    """Each body with the status that was told before or after it, where one is."""
    if not bodies:
        return tuple(told)
    if not told:
        return tuple(bodies)
    joined = list(told)
    wrong = [at for at, one in enumerate(joined) if (one.status or 0) >= 400]  # noqa: PLR2004
    for body, at in zip(reversed(bodies), reversed(wrong), strict=False):
        one = joined[at]
        if body.errors and one.status != 422 and body.status == 422:  # noqa: PLR2004
            joined.append(body)
            continue
        joined[at] = replace(one, detail=body.detail, errors=body.errors)
    return tuple(joined if wrong else [*joined, *bodies])
