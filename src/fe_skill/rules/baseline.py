"""The findings that a project has decided to live with, in a file of its own.

Lives here: known_in, baseline_of.
Does not:   where the file is, or writing it (tools/).
"""

import json
from collections.abc import Iterable

from fe_skill.problem import Problem, Refused
from fe_skill.rules.run import Found

_VERSION = 1


def known_in(data: bytes, path: str) -> frozenset[str]:
    """The fingerprints that a baseline holds.

    Raises:
        Refused: `baseline-invalid`.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _invalid(path, str(error)) from error
    findings = content.get("findings") if isinstance(content, dict) else None
    if not isinstance(findings, dict) or content.get("version") != _VERSION:
        raise _invalid(path, f"it is no baseline of version {_VERSION}")
    return frozenset(findings)


def baseline_of(found: Iterable[Found]) -> bytes:
    """A baseline that holds these findings; the same ones give the same bytes."""
    ordered = sorted(found, key=lambda f: (f.finding.path, f.finding.rule, f.fingerprint))
    findings = {f.fingerprint: f"{f.finding.rule} {f.finding.path}" for f in ordered}
    content = {"version": _VERSION, "findings": findings}
    return json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n"


def _invalid(path: str, why: str) -> Refused:
    return Refused(
        Problem(
            code="baseline-invalid",
            what=f"`{path}` can't be read as a baseline",
            why=why,
            mend="write it anew with `write_baseline: true`",
            path=path,
        )
    )
