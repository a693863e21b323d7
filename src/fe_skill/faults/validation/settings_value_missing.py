"""A setting has no value: neither the environment nor the `.env` file gives it.

Tell-tale: `ValidationError` for a settings class, "Field required"; `KeyError` from `os.environ`.
"""

import ast
import re
from dataclasses import replace

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
from fe_skill.faults.looking.source import class_named, placed
from fe_skill.faults.mending import imported, replaced
from fe_skill.faults.reading.reading import Raised
from fe_skill.syntax.module import SourceModule


def recognise(case: Case) -> Diagnosis | None:
    found = settings_error(case, "missing")
    if found is None:
        return _read_from_the_environment(case)
    owner, error, setting = found
    field = str(error.loc[-1]) if error.loc else ""
    variable = setting.variable if setting else field.upper()
    spot = case.spot()
    declared = (
        Place(setting.where.path, setting.where.line, f"{owner}.{field}") if setting else None
    )
    plain = Diagnosis(
        what=f"`{variable}` is required by `{owner}` and isn't set",
        why="neither the environment nor the `.env` file in the working directory has it",
        confidence=SURE if setting else CLEAR,
        place=declared or (spot.place if spot else None),
        evidence=(Evidence("the setting", declared.path, declared.line),) if declared else (),
        mend=(
            f"set `{variable}` where the process runs",
            "a `.env` file is read from the working directory: start there, or give its full path",
        ),
    )
    given = variables(case)
    for one in given:
        if one.name.upper() == variable.upper():
            return _unread(case, plain, owner, one)
    nested = [one for one in given if one.name.upper().startswith(f"{variable.upper()}_")]
    if nested and _is_nested(case, owner):
        return _flat(case, plain, variable, nested)
    near = nearest(variable.upper(), [one.name.upper() for one in given])
    misspelt = next((one for one in given if near and one.name.upper() == near), None)
    return _misspelt(case, plain, variable, misspelt) if misspelt else plain


def _misspelt(case: Case, plain: Diagnosis, variable: str, at: Variable) -> Diagnosis:
    return replace(
        plain,
        why=f"`{at.path}` has `{at.name}`, which is nearly it",
        confidence=SURE,
        place=_at(at),
        evidence=(*plain.evidence, _seen(at)),
        mend=(f"rename it to `{variable}`", *plain.mend[1:]),
        edits=_renamed(case, at, variable.upper() if at.name.isupper() else variable),
        safe=True,
    )


def _is_nested(case: Case, owner: str) -> bool:
    found = class_named(case, owner)
    text = found[0].segment(found[1]) if found else ""
    return re.search(r"env_nested_delimiter[\"']?\s*[=:]\s*[\"']__[\"']", text) is not None


def _flat(case: Case, plain: Diagnosis, variable: str, given: list[Variable]) -> Diagnosis:
    """Values of a nested setting, whose names lack the delimiter: a single underscore is no one."""
    length = len(variable) + 1
    edits = (_renamed(case, one, f"{one.name[:length]}_{one.name[length:]}") for one in given)
    wrong = [one for one in given if not one.name[length:].startswith("_")]
    if not wrong:
        return plain
    return replace(
        plain,
        why=f"`{wrong[0].name}` isn't a part of it: the delimiter of nested settings is `__`",
        confidence=SURE,
        place=_at(wrong[0]),
        evidence=(*plain.evidence, _seen(wrong[0])),
        mend=(f"name its parts `{variable}__...`",),
        edits=tuple(edit for made in edits for edit in made),
        safe=True,
    )


def _unread(case: Case, plain: Diagnosis, owner: str, given: Variable) -> Diagnosis:
    """A file has it, and the process looked for that file elsewhere."""
    found = class_named(case, owner)
    named = _file_named(*found) if found else None
    place = plain.place
    if found is not None:
        place = placed(found[0], named or found[1], owner)
    return replace(
        plain,
        why=f"`{given.path}` has it, and was not read: "
        + ("it is looked for in the working directory" if named else f"`{owner}` names no file"),
        confidence=SURE if found else LIKELY,
        place=place,
        evidence=(*plain.evidence, _seen(given)),
        mend=(
            'give the file\'s full path: `env_file=Path(__file__).parent / ".env"`',
            "or start the process in the folder of the file; a container has to get it too",
        ),
        edits=_with_full_path(found[0], named, given.path) if found and named else (),
        safe=True,
    )


def _file_named(module: SourceModule, owner: ast.ClassDef) -> ast.expr | None:
    """What a settings class is told of its file."""
    for node in module.inside(owner, ast.keyword):
        if node.arg == "env_file":
            return node.value
    for table in module.inside(owner, ast.Dict):
        for key, value in zip(table.keys, table.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "env_file":
                return value
    return None


def _with_full_path(module: SourceModule, named: ast.expr, path: str) -> tuple[Edit, ...]:
    """The file by where it is from here; not one in the root, where processes are started."""
    folder, _, name = path.rpartition("/")
    inside = folder and module.path.startswith(f"{folder}/")
    if not inside or not isinstance(named, ast.Constant) or named.value != name:
        return ()
    up = module.path.count("/") - folder.count("/") - 1
    text = f'Path(__file__).parents[{up}] / "{name}"'
    return (replaced(module, named, text), *imported(module, "pathlib", "Path"))


def _seen(variable: Variable) -> Evidence:
    return Evidence("the variable", variable.path, variable.line, variable.name)


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


def _renamed(case: Case, misspelt: Variable, name: str) -> tuple[Edit, ...]:
    text = note(case.program, misspelt.path) if case.program else None
    start = text.rfind(misspelt.name, 0, misspelt.start) if text else -1
    return (Edit(misspelt.path, start, start + len(misspelt.name), name),) if start >= 0 else ()


def _at(variable: Variable) -> Place:
    return Place(variable.path, variable.line, variable.name)


_SETTINGS = """\
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    jwt_secret: str
"""
_FILE = '    model_config = {"env_file": ".env"}\n'
_NESTED = '    model_config = {"env_file": ".env", "env_nested_delimiter": "__"}\n'
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
        Sample(
            trace(_ERROR, ("/app/core/config.py", 8, "<module>", "Settings()"), PYDANTIC),
            {"core/config.py": _SETTINGS + _FILE, "core/.env": "JWT_SECRET=x\n"},
            "core/config.py:6",
            mended=True,
        ),
        Sample(
            trace(_ERROR, ("/app/core/config.py", 8, "<module>", "Settings()"), PYDANTIC),
            {"core/config.py": _SETTINGS + _NESTED, ".env": "JWT_SECRET_KEY=x\n"},
            ".env:1",
            mended=True,
        ),
        Sample(trace(_ERROR)),
    ),
    docs=("https://docs.pydantic.dev/latest/concepts/pydantic_settings/",),
)
