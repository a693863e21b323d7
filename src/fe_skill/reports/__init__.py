"""Findings in the formats that people and programs read: the whole report, never a page of it.

Lives here: formatted.
Does not:   the reply of the tool (tools/), or any one format (its own file).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fe_skill.project.reader import Facts
from fe_skill.reports.github import annotations
from fe_skill.reports.page import page
from fe_skill.reports.plain import as_json
from fe_skill.reports.sarif import sarif
from fe_skill.reports.terminal import excerpts
from fe_skill.rules.run import Found, Report

Format = Callable[[Sequence[Found], Facts, Report], str]
FORMATS: Final[Mapping[str, Format]] = {
    "text": excerpts,
    "json": as_json,
    "sarif": sarif,
    "github": annotations,
    "html": page,
}


def formatted(name: str, found: Sequence[Found], facts: Facts, report: Report) -> str:
    """These findings of a report in one of `FORMATS`."""
    return FORMATS[name](found, facts, report)
