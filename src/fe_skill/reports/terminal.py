"""Findings with the lines that they are about, for people at a terminal.

Lives here: excerpts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from fe_skill.project.reader import Facts
from fe_skill.rules.registry import known_rules
from fe_skill.rules.run import Found, Report
from fe_skill.rules.sources import Sources

_LONGEST: Final = 160


def excerpts(found: Sequence[Found], facts: Facts, report: Report) -> str:
    """Each finding with its line, why it matters and how to mend it; then the sum."""
    sources = Sources(facts)
    blocks = ["\n".join(_block(each, sources)) for each in found]
    tail = [f"not evaluated: {each.rule}: {each.reason}" for each in report.not_evaluated]
    return "\n\n".join([*blocks, "\n".join([*tail, _sum(found, facts, report)])])


def _block(each: Found, sources: Sources) -> Iterator[str]:
    finding, rule = each.finding, known_rules()[each.finding.rule]
    margin = " " * len(str(finding.span.line))
    yield f"{each.severity}[{rule.code}] {finding.message}"
    yield f"{margin}--> {finding.path}:{finding.span.line}:{finding.span.column}"
    text = sources.line(finding.path, finding.span.line)[:_LONGEST]
    if text.strip():
        yield f"{margin} |"
        yield f"{finding.span.line} | {text}"
        yield f"{margin} | {_marker(each, text)}"
    yield f"{margin} = why:  {rule.why}"
    yield f"{margin} = mend: {rule.mend}"
    for related in finding.related:
        yield f"{margin} = from: {related.path}:{related.line} {related.message}"
    if finding.fix is not None:
        yield f"{margin} = fix:  {finding.fix.title} ({finding.fix.applicability})"


def _marker(each: Found, text: str) -> str:
    """Carets below what is meant; a finding on a whole line has all of it."""
    span = each.finding.span
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(text)
    if end <= start:
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    indent = "".join("\t" if character == "\t" else " " for character in text[:start])
    return indent + "^" * max(min(end, len(text)) - start, 1)


def _sum(found: Sequence[Found], facts: Facts, report: Report) -> str:
    levels = Counter(each.severity.value for each in found)
    told = ", ".join(f"{count} {name}" for name, count in levels.items()) or "nothing found"
    aside = f", {report.suppressed} suppressed" if report.suppressed else ""
    return f"{told}{aside}: {len(report.ran)} rules on {facts.files} files"
