"""A setting that may be None is used as if it always had a value.

The environment lacks it, and its declaration lets that pass: what breaks is the line that needs it.

Tell-tale: `NoneType` in the message, and a line that reads such a setting.
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import LIKELY, Diagnosis, Evidence, Fault, Place, Sample
from fe_skill.project.model import Setting, SettingsClass


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("TypeError", "AttributeError", says="NoneType")
    spot = case.spot(raised) if raised else None
    found = next(_read(case, spot), None) if spot else None
    if found is None or spot is None:
        return None
    owner, setting = found
    where = setting.where
    return Diagnosis(
        what=f"`{owner.name}.{setting.name}` is None, and is used as if it had a value",
        why=f"nothing gives `{setting.variable}`, and its declaration lets it be missing",
        confidence=LIKELY + 0.1,
        place=Place(where.path, where.line, f"{owner.name}.{setting.name}"),
        evidence=(
            spot.evidence("where it is used"),
            Evidence("the setting", where.path, where.line),
        ),
        mend=(
            f"require it (`{setting.name}: str`), so that the start says what is missing",
            f"and set `{setting.variable}` where the process runs",
        ),
    )


def _read(case: Case, spot: Spot) -> Iterator[tuple[SettingsClass, Setting]]:
    """The settings that a statement reads and that may be None."""
    module, statement, program = case.module(spot.path), case.statement_at(spot), case.program
    owners = {one.dotted: one for one in (case.facts.settings if case.facts else ())}
    for node in ast.walk(statement) if statement and program and module and owners else ():
        if not isinstance(node, ast.Attribute) or program is None or module is None:
            continue
        function = program.function_at(module, node)
        kind = program.type_of(function or module, node.value)
        owner = owners.get(kind.name) if kind else None
        for setting in owner.variables if owner else ():
            optional = "None" in (setting.type or "") or "Optional" in (setting.type or "")
            if owner and setting.name == node.attr and optional and not setting.required:
                yield owner, setting


_CONFIG = """\
from pydantic_settings import BaseSettings


class Config(BaseSettings):
    database: str | None = None


config = Config()
"""
_ADDRESS = """\
from app.config import config

url = "sqlite:///" + config.database
"""

FAULT = Fault(
    name="optional-setting-used",
    explanation=__doc__,
    recognise=recognise,
    explains=("value-of-wrong-kind", "attribute-of-none"),
    samples=(
        Sample(
            trace(
                'TypeError: can only concatenate str (not "NoneType") to str',
                ("/srv/app/address.py", 3, "<module>", 'url = "sqlite:///" + config.database'),
            ),
            {"app/config.py": _CONFIG, "app/address.py": _ADDRESS},
            "app/config.py:5",
        ),
    ),
)
