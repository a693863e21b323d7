"""Lists of validation errors, as Pydantic prints them, FastAPI answers with them or logs show them.

Lives here: of_message (an exception's text), of_detail (an answer's JSON).
"""

import re
from collections.abc import Iterator
from typing import Final

from fe_skill.faults.reading.error_types import meant
from fe_skill.faults.reading.reading import FieldError

_TYPED: Final = re.compile(
    r"^[ \t]+(?P<msg>\S.{0,2000}?) \[type=(?P<type>[\w.]+)(?:, input_value=(?P<input>.{0,600}?))?"
    r"(?:, input_type=(?P<kind>[\w.<>]+))?\][ \t]*$",
    re.MULTILINE,
)
# The print of Pydantic 1, whose kinds had a first part.
_FIRST: Final = re.compile(
    r"^(?P<loc>\S[^\n]*)\n[ \t]+(?P<msg>\S.{0,600}?) \(type=(?:value_error\.|type_error\.)?"
    r"(?P<type>[\w.]+)(?:;[^\n)]*)?\)",
    re.MULTILINE,
)
_SHOWN: Final = re.compile(
    r"['\"]type['\"]: ['\"](?P<type>[\w.]+)['\"], "
    r"['\"]loc['\"]: [(\[](?P<loc>[^)\]\n]{0,400})[)\]], "
    r"['\"]msg['\"]: (?:'(?P<one>(?:[^'\\]|\\.){0,600})'|\"(?P<two>(?:[^\"\\]|\\.){0,600})\")"
    r"(?:, ['\"]input['\"]: (?P<input>.{0,200}?)(?=, ['\"](?:ctx|url)['\"]|\}))?"
)
# The same where whoever told of it left the brackets out.
_BARE: Final = re.compile(
    r"^[ \t]*(?P<loc>[\w.]{1,200})[ \t]*\n[ \t]+(?P<msg>(?:"
    r"Field required|field required|Extra inputs are not permitted|extra fields not permitted|"
    r"Input should be|value is not a valid|[Vv]alue error,).{0,300})",
    re.MULTILINE,
)
_TYPE_OF: Final = (
    ("required", "missing"),
    ("xtra ", "extra_forbidden"),
    ("alue error", "value_error"),
    ("", "invalid"),
)
_ONE_LOC: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"|(-?\d+)")
_MOST: Final = 60


def of_message(message: str) -> tuple[FieldError, ...]:
    """The errors in the text of a ValidationError, in any of its forms."""
    if "[type=" in message:
        return tuple(_listed(message))
    if "(type=" in message:
        return tuple(_of_first(message))
    if "loc" in message and (found := tuple(_shown(message))):
        return found
    return tuple(_bare(message))


def of_detail(detail: object) -> tuple[FieldError, ...]:
    """The errors in the JSON of an answer: FastAPI's `detail`, or a problem's `errors`."""
    if not isinstance(detail, list):
        return ()
    return tuple(error for entry in detail[:_MOST] if (error := _entry(entry)) is not None)


def _entry(entry: object) -> FieldError | None:
    if not isinstance(entry, dict):
        return None
    loc = entry.get("loc", entry.get("field", entry.get("pointer", entry.get("name"))))
    message = entry.get("msg", entry.get("message", entry.get("detail", entry.get("reason"))))
    if loc is None or not isinstance(message, str):
        return None
    given = entry.get("input")
    kind = "" if "input" not in entry else "None" if given is None else type(given).__name__
    return FieldError(
        type=str(entry.get("type", entry.get("code", ""))),
        loc=_path(loc),
        message=message,
        input="" if "input" not in entry else repr(given)[:200],
        input_type=kind,
    )


def _path(loc: object) -> tuple[str | int, ...]:
    if isinstance(loc, list):
        return tuple(part if isinstance(part, int) else str(part) for part in loc[:_MOST])
    parts = re.split(r"[./]", str(loc).lstrip("#/"))
    return tuple(int(part) if part.isdigit() else part for part in parts[:_MOST])


def _listed(message: str) -> Iterator[FieldError]:
    """Pydantic's own print: a line with the place, then one with what is wrong."""
    at = 0
    for found in list(_TYPED.finditer(message))[:_MOST]:
        before = message[at : found.start()].rstrip("\n").rpartition("\n")[2]
        at = found.end()
        loc = "" if before.startswith(" ") or "validation error" in before else before
        yield FieldError(
            type=_type(found["type"], found["msg"]),
            loc=tuple(int(p) if p.isdigit() else p for p in loc.strip().split(".")) if loc else (),
            message=found["msg"],
            input=found["input"] or "",
            input_type=found["kind"] or "",
        )


def _type(name: str, message: str) -> str:
    """The type of an error; of one whose name was cut what its message says."""
    told = next((kind for word, kind in _TYPE_OF if word in message), "")
    return told if told.startswith(name) else meant(name)


def _bare(message: str) -> Iterator[FieldError]:
    for found in list(_BARE.finditer(message))[:_MOST]:
        kind = next(kind for word, kind in _TYPE_OF if word in found["msg"])
        loc = tuple(int(part) if part.isdigit() else part for part in found["loc"].split("."))
        yield FieldError(kind, loc, found["msg"])


def _of_first(message: str) -> Iterator[FieldError]:
    for found in list(_FIRST.finditer(message))[:_MOST]:
        parts = found["loc"].split(" -> ")
        loc = tuple(int(part) if part.isdigit() else part for part in parts)
        yield FieldError(found["type"], loc, found["msg"])


def _shown(message: str) -> Iterator[FieldError]:
    for found in list(_SHOWN.finditer(message))[:_MOST]:
        loc = tuple(
            int(part[3]) if part[3] else part[1] or part[2]
            for part in _ONE_LOC.finditer(found["loc"])
        )
        given = found["input"] or ""
        yield FieldError(
            type=meant(found["type"]),
            loc=loc,
            message=found["one"] or found["two"] or "",
            input=given,
            input_type="None" if given == "None" else "",
        )
