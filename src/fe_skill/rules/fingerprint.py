"""A name for a finding that stays the same when lines move.

Lives here: fingerprints.
Does not:   where names are kept (baseline.py).

The name is made of the rule, the file and the text of the line, with its place among equal ones in
the file. So it survives lines that come or go above, another indentation, and another wording of
ours; the line itself is what the finding is about.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable

from fe_skill.rules.rule import Finding

_BYTES = 8


def fingerprints(findings: Iterable[Finding], line: Callable[[str, int], str]) -> list[str]:
    """The name of each finding, in the order given; `line` is the text of a line of a file."""
    ordered = list(findings)
    places = sorted(range(len(ordered)), key=lambda at: _place(ordered[at]))
    seen: Counter[str] = Counter()
    names = [""] * len(ordered)
    for at in places:
        finding = ordered[at]
        text = " ".join(line(finding.path, finding.span.line).split())
        key = f"{finding.rule}\0{finding.path}\0{text}"
        names[at] = _digest(f"{key}\0{seen[key]}")
        seen[key] += 1
    return names


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    return (
        finding.path,
        finding.span.line,
        finding.span.column,
        finding.rule,
        finding.message,
    )


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_BYTES).hexdigest()
