"""A setting has no value: neither the environment nor the `.env` file gives it.

Tell-tale: `ValidationError` for a settings class, "Field required".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import PYDANTIC, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.names import nearest
from fe_skill.faults.looking.notes import note
from fe_skill.faults.looking.settings import Variable, settings_error, variables


def recognise(case: Case) -> Diagnosis | None:
    found = settings_error(case, "missing")
    if found is None:
        return None
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
                _ERROR, ("/app/core/config.py", 16, "get_settings", "return Settings()"), PYDANTIC
            ),
            {"core/config.py": _SETTINGS},
            "core/config.py:5",
        ),
        Sample(trace(_ERROR)),
    ),
    docs=("https://docs.pydantic.dev/latest/concepts/pydantic_settings/",),
)
