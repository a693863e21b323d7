"""Annotations of a GitHub workflow: one command a finding, on standard output.

Lives here: annotations.
"""

from collections.abc import Sequence
from typing import Final

from fe_skill.project.reader import Facts
from fe_skill.rules.registry import known_rules
from fe_skill.rules.rule import Severity
from fe_skill.rules.run import Found, Report

_COMMAND: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def annotations(found: Sequence[Found], _facts: Facts, report: Report) -> str:
    """A line a finding, then one for each rule that did not judge."""
    lines = [_annotation(each) for each in found]
    lines += [f"::notice::{_data(f'{n.rule}: {n.reason}')}" for n in report.not_evaluated]
    return "\n".join(lines) or "::notice::nothing found"


def _annotation(each: Found) -> str:
    finding, rule = each.finding, known_rules()[each.finding.rule]
    where = {
        "file": finding.path,
        "line": str(finding.span.line),
        "endLine": str(finding.span.end_line),
        "title": f"{rule.code} {rule.name}",
    }
    properties = ",".join(f"{name}={_property(value)}" for name, value in where.items())
    told = [finding.message, f"mend: {rule.mend}"]
    told += [f"from {r.path}:{r.line}: {r.message}" for r in finding.related]
    return f"::{_COMMAND[each.severity]} {properties}::{_data(chr(10).join(told))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
