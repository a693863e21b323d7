"""JSON with a version of its shape, for programs of others.

Lives here: as_json.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from fe_skill import __version__
from fe_skill.project.reader import Facts
from fe_skill.rules.registry import known_rules
from fe_skill.rules.run import Found, Report

SCHEMA_VERSION: Final = 1


def as_json(found: Sequence[Found], facts: Facts, report: Report) -> str:
    """Everything that is known of each finding, its fix too."""
    content = {
        "schema": "fe-skill/validation",
        "schema_version": SCHEMA_VERSION,
        "version": __version__,
        "files": facts.files,
        "rules_run": list(report.ran),
        "findings": [_finding(each) for each in found],
        "suppressed": report.suppressed,
        "not_evaluated": [asdict(each) for each in report.not_evaluated],
        "unparsed": [asdict(gap.where) | {"reason": gap.reason} for gap in report.unparsed],
    }
    return json.dumps(content, indent=1, ensure_ascii=False)


def _finding(each: Found) -> dict[str, Any]:
    finding, rule = each.finding, known_rules()[each.finding.rule]
    return {
        "rule": rule.code,
        "name": rule.name,
        "severity": each.severity.value,
        "path": finding.path,
        **asdict(finding.span),
        "message": finding.message,
        "why": rule.why,
        "mend": rule.mend,
        "confidence": finding.confidence,
        "fingerprint": each.fingerprint,
        "related": [asdict(related) for related in finding.related],
        "fix": asdict(finding.fix) if finding.fix else None,
    }
