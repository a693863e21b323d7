"""SARIF 2.1.0, for code scanning services and editors.

Lives here: sarif.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

from fe_skill import __version__
from fe_skill.project.reader import Facts
from fe_skill.rules.registry import known_rules
from fe_skill.rules.rule import Edit, Fix, Related, Rule, Severity
from fe_skill.rules.run import Found, Report

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVEL: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT: Final = "feSkill/v1"
Json = dict[str, Any]


def sarif(found: Sequence[Found], _facts: Facts, report: Report) -> str:
    """A log with one run; what was not judged are notifications."""
    codes = sorted({each.finding.rule for each in found} | set(report.ran))
    index = {code: at for at, code in enumerate(codes)}
    run = {
        "tool": {"driver": _driver(codes)},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": list(_notifications(report)),
            }
        ],
        "results": [_result(each, index) for each in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1, ensure_ascii=False)


def _driver(codes: Sequence[str]) -> Json:
    known = known_rules()
    return {
        "name": "fe-skill",
        "semanticVersion": __version__,
        "rules": [_described(known[code]) for code in codes],
    }


def _described(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.explanation.strip()}\n\nMend: {rule.mend}."},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tags": ["fastapi", rule.profile], "precision": "high"},
    }


def _result(each: Found, index: dict[str, int]) -> Json:
    finding = each.finding
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVEL[each.severity],
        "message": {"text": f"{finding.message}. {known_rules()[finding.rule].mend.capitalize()}."},
        "locations": [{"physicalLocation": _physical(finding.path, _region(each))}],
        "partialFingerprints": {_FINGERPRINT: each.fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [_related(at, r) for at, r in enumerate(finding.related, 1)]
    if finding.confidence is not None:
        result["rank"] = round(finding.confidence * 100, 1)
    if finding.fix is not None and finding.fix.edits:
        result["fixes"] = [_fix(finding.fix)]
    return result


def _region(each: Found) -> Json:
    span = each.finding.span
    region = {"startLine": span.line, "startColumn": span.column}
    if (span.end_line, span.end_column) > (span.line, span.column):
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    return region


def _related(number: int, related: Related) -> Json:
    place = _physical(related.path, {"startLine": related.line})
    return {"id": number, "physicalLocation": place, "message": {"text": related.message}}


def _physical(path: str, region: Json) -> Json:
    return {"artifactLocation": _artifact(path), "region": region}


def _artifact(path: str) -> Json:
    return {"uri": quote(path), "uriBaseId": "%SRCROOT%"}


def _fix(fix: Fix) -> Json:
    paths = sorted({edit.path for edit in fix.edits})
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path),
                "replacements": [_replacement(e) for e in sorted(fix.edits) if e.path == path],
            }
            for path in paths
        ],
    }


def _replacement(edit: Edit) -> Json:
    region = {"charOffset": edit.start, "charLength": edit.end - edit.start}
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _notifications(report: Report) -> Iterator[Json]:
    for gap in report.unparsed:
        yield {
            "level": "warning",
            "message": {"text": f"not analysed: {gap.reason}"},
            "locations": [
                {"physicalLocation": _physical(gap.where.path, {"startLine": gap.where.line})}
            ],
        }
    for each in report.not_evaluated:
        text = f"{each.rule} was not evaluated: {each.reason}"
        yield {"level": "note", "message": {"text": text}}
