"""Settings: which class was being filled, and what the `.env` files of the project give.

Lives here: settings_error, is_filled_elsewhere, Variable, variables. Values are never kept: they
may be secrets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fe_skill.faults.case import Case
from fe_skill.faults.looking.notes import notes
from fe_skill.faults.reading.field_errors import of_message
from fe_skill.faults.reading.reading import FieldError, Raised
from fe_skill.project.model import Setting

_OWNER: Final = re.compile(r"validation errors? for (\w+)")
_VARIABLE: Final = re.compile(r"^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=", re.MULTILINE)
_INNERMOST: Final = 4  # frames: of the library, and of the line that made it
_EMPTY: Final = re.compile(r"(?:^|= ?|return )\w*[A-Z]\w*\(\)$")
_SETTINGS: Final = re.compile(r"[Ss]etting|[Cc]onfig|Env")


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that a file gives, and where its value begins."""

    path: str
    line: int
    name: str
    start: int
    end: int


def settings_error(case: Case, *types: str) -> tuple[str, FieldError, Setting | None] | None:
    """The settings class with the first error of these types, and the setting in the project."""
    raised = case.raised("ValidationError", "SettingsError", says=_OWNER.pattern)
    named = _OWNER.search(raised.message) if raised else None
    errors = case.errors or of_message(case.said)
    case.told = case.told or not case.errors
    error = next((e for e in errors if not types or e.type in types), None)
    if raised is None or named is None or error is None:
        return None
    for owner in case.facts.settings if case.facts else ():
        if owner.name == named[1]:
            return named[1], error, _setting(owner.variables, error)
    if case.facts is not None and any(one.name == named[1] for one in case.facts.schemas):
        return None
    is_one = _SETTINGS.search(named[1]) or is_filled_elsewhere(raised)
    return (named[1], error, None) if is_one else None


def is_filled_elsewhere(raised: Raised) -> bool:
    """Whether a model was made of nothing that the code gives: pydantic-settings fills those."""
    return any(
        "_settings" in frame.path or "_settings" in frame.code or _EMPTY.search(frame.code)
        for frame in raised.frames[-_INNERMOST:]
    )


def variables(case: Case) -> list[Variable]:
    """Every variable of the project's `.env` files; examples aren't read by anyone."""
    if case.program is None:
        return []
    return [
        one
        for path, text in notes(case.program)
        if ".env" in path.rpartition("/")[2] and "example" not in path
        for one in _in(path, text)
    ]


def _in(path: str, text: str) -> Iterator[Variable]:
    for found in _VARIABLE.finditer(text):
        end = text.find("\n", found.end())
        line = text.count("\n", 0, found.start(1)) + 1
        yield Variable(path, line, found[1], found.end(), len(text) if end < 0 else end)


def _setting(known: tuple[Setting, ...], error: FieldError) -> Setting | None:
    names = {str(part).lower() for part in error.loc}
    return next((s for s in known if s.name.lower() in names or s.variable.lower() in names), None)
