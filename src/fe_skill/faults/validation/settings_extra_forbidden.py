"""The `.env` file has a variable that the settings class doesn't know.

pydantic-settings refuses extra keys of a `.env` file by default. Either the variable is
misspelt, or the file is shared with others and the class has to ignore theirs.

Tell-tale: `ValidationError` for a settings class, "Extra inputs are not permitted".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import PYDANTIC, trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.schemas import configured
from fe_skill.faults.looking.settings import settings_error, variables
from fe_skill.faults.looking.source import class_named


def recognise(case: Case) -> Diagnosis | None:
    found = settings_error(case, "extra_forbidden")
    if found is None:
        return _told(case)
    owner, error, _ = found
    name = str(error.loc[-1]) if error.loc else ""
    variable = next((one for one in variables(case) if one.name.lower() == name.lower()), None)
    at = class_named(case, owner)
    config = None
    if at is not None:
        module, node = at
        line = next(
            (s.lineno for s in node.body if "model_config" in module.segment(s)), node.lineno
        )
        config = Place(module.path, line, owner)
    spot = case.spot()
    return Diagnosis(
        what=f"`{name.upper()}` is in the `.env` file and `{owner}` doesn't know it",
        why="a settings class refuses what it has no field for, unless it is told to ignore it",
        confidence=SURE if config else CLEAR,
        place=config or (spot.place if spot else None),
        evidence=(Evidence("the variable", variable.path, variable.line, variable.name),)
        if variable
        else (),
        mend=(
            f'a file that others read too: `SettingsConfigDict(extra="ignore")` in `{owner}`',
            "a setting that is meant: add the field, or correct its name",
        ),
        edits=configured(case, owner, "extra", '"ignore"', "SettingsConfigDict"),
    )


def _told(case: Case) -> Diagnosis | None:
    """Somebody tells of it, and not which class it was."""
    if case.facts is not None or case.raised("ValidationError") is None:
        return None
    if not case.says(r"xtra inputs are not permitted") or not case.says(r"(?i)\.env\b|start-?up"):
        return None
    return Diagnosis(
        what="a variable is set that the settings class doesn't know",
        why="a settings class refuses what it has no field for, unless it is told to ignore it",
        confidence=LIKELY,
        mend=(
            'a file that others read too: `SettingsConfigDict(extra="ignore")`',
            "a setting that is meant: add the field, or correct its name",
        ),
    )


_SETTINGS = """\
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")
    debug: bool = False
"""
_ERROR = (
    "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\nsentry_dsn\n"
    "  Extra inputs are not permitted [type=extra_forbidden, input_value='x', input_type=str]"
)

FAULT = Fault(
    name="settings-extra-forbidden",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(trace(_ERROR, PYDANTIC), {"config.py": _SETTINGS}, "config.py:5", mended=True),
    ),
)
