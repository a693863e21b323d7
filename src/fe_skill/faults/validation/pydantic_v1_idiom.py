"""Code for Pydantic 1 meets Pydantic 2.

Tell-tale: `PydanticImportError`, `PydanticUserError` about `regex`, `@root_validator`, `const`,
           `Config`, fields without annotations, `each_item`.
"""

import ast
import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.source import calls_at
from fe_skill.syntax.module import SourceModule

_SIGN = re.compile(
    r"`?BaseSettings`? has been moved|`(regex|const|min_items|max_items|unique_items)` is removed|"
    r"@root_validator|has been removed in V2|A non-annotated attribute was detected|"
    r"\"Config\" and \"model_config\" cannot be used together|`(?:each_item|always)`|"
    r"Check that you .{0,40} `@validator`|`@validator` cannot be applied|has been moved to|"
    r"The `field` and `config` parameters are not available in Pydantic V2"
)
_RENAMED = {"regex": "pattern", "min_items": "min_length", "max_items": "max_length"}


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "PydanticUserError", "PydanticImportError", "PydanticDeprecatedSince20", says=_SIGN.pattern
    )
    if raised is None:
        return None
    found = _SIGN.search(raised.message)
    spot = case.spot(raised)
    first = raised.message.partition("\n")[0]
    return Diagnosis(
        what=f"code for Pydantic 1: {first[:120].rstrip('.')}",
        why="Pydantic 2 renamed or moved it",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it is used"),) if spot else (),
        mend=_mend(raised.message),
        edits=_edits(case, spot, found[1] if found else None, raised.message),
        safe=True,
    )


def _mend(message: str) -> tuple[str, ...]:
    if "BaseSettings" in message:
        return ("`from pydantic_settings import BaseSettings`, and require `pydantic-settings`",)
    if "root_validator" in message:
        return (
            '`@model_validator(mode="after")` on a method that takes `self` and returns it; '
            '`mode="before"` for `pre=True`',
        )
    if "non-annotated" in message:
        return ("annotate the field, or mark it as `ClassVar`",)
    return ("use what Pydantic 2 has in its place; the message names it",)


def _edits(case: Case, spot: Spot | None, word: str | None, message: str) -> tuple[Edit, ...]:
    module = case.module(spot.path) if spot else None
    if "BaseSettings" in message and module is not None:
        return _moved(module)
    if "root_validator" in message and module is not None:
        return _skipping(module, spot)
    for at, call in calls_at(case, spot) if word in _RENAMED else ():
        for given in call.keywords:
            if given.arg == word and word is not None:
                start = at.offset(given.lineno, given.col_offset + 1)
                return (Edit(at.path, start, start + len(word), _RENAMED[word]),)
    return ()


def _moved(module: SourceModule) -> tuple[Edit, ...]:
    """`BaseSettings` taken out of its old import and imported from its new home."""
    for node in module.nodes(ast.ImportFrom):
        names = [alias.name for alias in node.names]
        if node.module != "pydantic" or "BaseSettings" not in names:
            continue
        start, end = module.offsets(node)
        if any(alias.asname for alias in node.names) or "(" in module.segment(node):
            return ()
        if len(names) == 1:
            return (Edit(module.path, start, end, "from pydantic_settings import BaseSettings"),)
        rest = ", ".join(name for name in names if name != "BaseSettings")
        text = f"from pydantic import {rest}\nfrom pydantic_settings import BaseSettings"
        return (Edit(module.path, start, end, text),)
    return ()


def _skipping(module: SourceModule, spot: Spot | None) -> tuple[Edit, ...]:
    """The one step that keeps its meaning: `skip_on_failure`, which Pydantic 2 asks for."""
    for node in module.nodes(ast.Name):
        decorates = isinstance(module.parent(node), (ast.FunctionDef, ast.AsyncFunctionDef))
        if node.id == "root_validator" and decorates and spot:
            end = module.offsets(node)[1]
            return (Edit(module.path, end, end, "(skip_on_failure=True)"),)
    return ()


FAULT = Fault(
    name="pydantic-v1-idiom",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "pydantic.errors.PydanticUserError: `regex` is removed. use `pattern` instead",
                ("/app/zips.py", 5, "Zip", 'code: str = Field(regex="^[0-9]+$")'),
            ),
            {
                "zips.py": "from pydantic import BaseModel, Field\n\n\nclass Zip(BaseModel):\n"
                '    code: str = Field(regex="^[0-9]+$")\n'
            },
            "zips.py:5",
            mended=True,
        ),
        Sample(
            "pydantic.errors.PydanticImportError: `BaseSettings` has been moved to the "
            "`pydantic-settings` package."
        ),
    ),
    docs=("https://docs.pydantic.dev/latest/migration/",),
)
