"""A setting has no value: neither the environment nor the `.env` file gives it.

Tell-tale: `ValidationError` for a settings class, "Field required"; `KeyError` from `os.environ`.
"""

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
from fe_skill.faults.looking.names import nearest
from fe_skill.faults.looking.notes import note
from fe_skill.faults.looking.settings import Variable, settings_error, variables
from fe_skill.faults.reading.reading import Raised


def recognise(case: Case) -> Diagnosis | None:
    found = settings_error(case, "missing")
    if found is None:
        return _read_from_the_environment(case)
    owner, error, setting = found
    field = str(error.loc[-1]) if error.loc else ""
    variable = setting.variable if setting else field.upper()
    given = variables(case)
    near = nearest(variable.upper(), [one.name.upper() for one in given])
    misspelt = next((one for one in given if near and one.name.upper() == near), None)
    declared = (
        Place(setting.where.path, setting.where.line, f"{owner}.{field}") if setting else None
    )
    spot = case.spot()
    return Diagnosis(
        what=f"`{variable}` is required by `{owner}` and isn't set",
        why=f"`{misspelt.path}` has `{misspelt.name}`, which is nearly it"
        if misspelt
        else "neither the environment nor the `.env` file in the working directory has it",
        confidence=SURE if setting or misspelt else CLEAR,
        place=_at(misspelt) if misspelt else declared or (spot.place if spot else None),
        evidence=(
            *((Evidence("the setting", declared.path, declared.line),) if declared else ()),
            *(
                (Evidence("the variable", misspelt.path, misspelt.line, misspelt.name),)
                if misspelt
                else ()
            ),
        ),
        mend=(
            f"rename it to `{variable}`"
            if misspelt
            else f"set `{variable}` where the process runs",
            "a `.env` file is read from the working directory: start there, or give its full path",
        ),
        edits=_renamed(case, misspelt, variable) if misspelt else (),
        safe=True,
    )


def _read_from_the_environment(case: Case) -> Diagnosis | None:
    """`os.environ["NAME"]` without a settings class."""
    raised = case.raised("KeyError")
    name = raised.message.strip("'\"") if raised else ""
    if raised is None or not name.isidentifier() or not _asked_of_it(case, raised, name):
        return None
    given = next((one for one in variables(case) if one.name == name), None)
    spot = case.spot(raised)
    return Diagnosis(
        what=f"`{name}` is read from the environment and isn't set there",
        why=f"`{given.path}` has it, and nothing loads that file into the environment"
        if given
        else "`os.environ[...]` knows only what the process was started with",
        confidence=SURE if given and spot else CLEAR if spot else LIKELY,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it is read"),) if spot else (),
        mend=(
            f"set `{name}` where the process runs: shell, container, service",
            "read it through a settings class, which also takes it from the `.env` file",
        ),
    )


def _asked_of_it(case: Case, raised: Raised, name: str) -> bool:
    codes = [frame.code for frame in raised.frames]
    python = any(f.path.endswith(("os.py", "<frozen os>")) for f in raised.frames[-1:])
    told = case.says(rf"environ(?:ment)?\b.{{0,40}}\b{name}\b|\b{name}\b.{{0,60}}\benvironment")
    at_import = name.isupper() and any(f.function == "<module>" for f in raised.frames[-1:])
    return python or at_import or any("environ[" in code for code in codes) or told is not None


def _renamed(case: Case, misspelt: Variable, variable: str) -> tuple[Edit, ...]:
    text = note(case.program, misspelt.path) if case.program else None
    start = text.rfind(misspelt.name, 0, misspelt.start) if text else -1
    name = variable.upper() if misspelt.name.isupper() else variable
    return (Edit(misspelt.path, start, start + len(misspelt.name), name),) if start >= 0 else ()


def _at(variable: Variable) -> Place:
    return Place(variable.path, variable.line, variable.name)


_SETTINGS = """\
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    jwt_secret: str
"""
_ERROR = (
    "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\njwt_secret\n"
    "  Field required [type=missing, input_value={}, input_type=dict]"
)

FAULT = Fault(
    name="settings-value-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "KeyError: 'SECRET_KEY'",
                ("/srv/app/auth.py", 13, "<module>", 'KEY = os.environ["SECRET_KEY"]'),
                ("<frozen os>", 679, "__getitem__", ""),
            )
        ),
        Sample(
            trace(
                _ERROR, ("/app/core/config.py", 16, "get_settings", "return Settings()"), PYDANTIC
            ),
            {"core/config.py": _SETTINGS},
            "core/config.py:5",
        ),
        Sample(trace(_ERROR)),
    ),
    docs=("https://docs.pydantic.dev/latest/concepts/pydantic_settings/",),
)
