"""A setting has a value that its type doesn't take.

A list or a model is read as JSON; a number, a flag or a URL has to look like one.

Tell-tale: `ValidationError` for a settings class with another error than "Field required";
           `SettingsError`, "error parsing value for field".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import PYDANTIC, trace
from fe_skill.faults.fault import (
    CLEAR,
    LIKELY,
    SURE,
    Diagnosis,
    Edit,
    Evidence,
    Fault,
    Place,
    Sample,
)
from fe_skill.faults.looking.settings import Variable, settings_error, variables
from fe_skill.faults.reading.error_types import is_known
from fe_skill.project.model import Setting

_PARSING = re.compile(r'error parsing (?:value for field|JSON for(?: field)?|env var) "(\w+)')


def recognise(case: Case) -> Diagnosis | None:
    parsing = case.raised("SettingsError", says=_PARSING.pattern)
    found = None if parsing else settings_error(case)
    if parsing is None and (found is None or found[1].type in {"missing", "extra_forbidden"}):
        return None
    match = _PARSING.search(parsing.message) if parsing else None
    field = match[1] if match else str(found[1].loc[-1]) if found and found[1].loc else ""
    setting = found[2] if found else _named(case, field)
    names = {field.lower(), setting.variable.lower() if setting else ""}
    variable = next((one for one in variables(case) if one.name.lower() in names), None)
    declared = Place(setting.where.path, setting.where.line, field) if setting else None
    place = Place(variable.path, variable.line, variable.name) if variable else declared
    spot = case.spot()
    return Diagnosis(
        what=f"the value of `{setting.variable if setting else field.upper()}` doesn't fit its type"
        + (f" `{setting.type}`" if setting and setting.type else ""),
        why="a list or a model has to be written as JSON"
        if parsing
        else found[1].message
        if found
        else "",
        confidence=LIKELY if found and not is_known(found[1].type) else SURE if place else CLEAR,
        place=place or (spot.place if spot else None),
        evidence=(Evidence("the setting", declared.path, declared.line),) if declared else (),
        mend=(
            'write it as JSON: `NAME=["a","b"]`',
            "or keep the commas: `Annotated[list[str], NoDecode]` with a validator that splits",
        )
        if parsing
        else ("correct the value where it is set",),
        edits=_as_json(case, variable, setting) if parsing and variable else (),
        safe=True,
    )


def _named(case: Case, field: str) -> Setting | None:
    for owner in case.facts.settings if case.facts else ():
        for setting in owner.variables:
            if setting.name == field:
                return setting
    return None


def _as_json(case: Case, variable: Variable, setting: Setting | None) -> tuple[Edit, ...]:
    """A plain row with commas as a JSON list."""
    from fe_skill.faults.looking.notes import note  # noqa: PLC0415 -- rarely needed

    text = note(case.program, variable.path) if case.program else None
    value = text[variable.start : variable.end].strip() if text else ""
    kind = setting.type if setting else ""
    if (
        not value
        or value[0] in "[{\"'"
        or not (kind or "").lower().startswith(("list", "set", "tuple"))
    ):
        return ()
    if "str" not in (kind or "") and "url" not in (kind or "").lower():
        return ()
    listed = ",".join(f'"{part.strip()}"' for part in value.split(",") if part.strip())
    return (Edit(variable.path, variable.start, variable.end, f"[{listed}]"),)


_SETTINGS = """\
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    pool_size: int = 5
"""
_ERROR = (
    "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\npool_size\n"
    "  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, "
    "input_value='ten', input_type=str]"
)

FAULT = Fault(
    name="settings-value-malformed",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(trace(_ERROR, PYDANTIC), {"config.py": _SETTINGS}, "config.py:5"),
        Sample(
            trace(
                "pydantic_settings.exceptions.SettingsError: error parsing value for field "
                '"origins" '
                'from source "EnvSettingsSource"'
            )
        ),
    ),
)
