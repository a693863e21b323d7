"""What can be read about rules: a page on each, and the page on all of them.

Lives here: rule_page, rules_tables.
Does not:   the rules (rules/), or where a page is shown (topics.py, published.py).
"""

import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from fe_skill.rules.registry import known_rules
from fe_skill.rules.rule import Bad, Good, Rule, Sources

_MARKER: Final = re.compile(r"[ ]*# <- (?:FE\d{3}[, ]*)+$", re.MULTILINE)
_FAMILIES: Final = {
    "1": "Routes",
    "2": "Responses and schemas",
    "3": "Security",
    "4": "Data access",
    "5": "Event loop",
    "6": "Errors",
    "7": "Migrations",
    "8": "Observability, types, layout, the run itself",
}


def rule_page(rule: Rule) -> str:
    """One rule: what it flags, why, how to mend it, and examples."""
    bad = [e for e in rule.examples if isinstance(e, Bad)]
    good = [e for e in rule.examples if isinstance(e, Good)]
    parts = [
        f"# {rule.code} {rule.name}",
        textwrap.dedent(rule.explanation).strip(),
        f"Mend: {rule.mend}.",
        _facts(rule),
    ]
    if bad:
        parts += ["## Bad", *_code(bad[0].source)]
    if bad and bad[0].fixed is not None:
        parts += ["## Fixed", *_code(bad[0].fixed)]
    if good:
        parts += ["## Good", *_code(good[0].source)]
    return "\n\n".join(parts) + "\n"


def rules_tables() -> str:
    """All rules, in a table a family."""
    families = groupby(known_rules().values(), key=lambda rule: rule.code[2])
    tables = (_table(_FAMILIES[digit], rules) for digit, rules in families)
    return "\n".join(tables)


def _facts(rule: Rule) -> str:
    facts = [f"Severity: {rule.severity}", f"fix: {rule.fix or 'none'}", f"profile: {rule.profile}"]
    facts += [f"where: {', '.join(rule.places)}"]
    facts += [f"needs: {', '.join(rule.needs)}"] if rule.needs else []
    return "; ".join(facts) + "."


def _code(sources: Sources) -> Iterator[str]:
    files = {"": sources} if isinstance(sources, str) else sources
    for path, text in files.items():
        head = f"# {path}\n" if path else ""
        body = _MARKER.sub("", textwrap.dedent(text)).strip("\n")
        yield f"```python\n{head}{body}\n```"


def _table(title: str, rules: Iterable[Rule]) -> str:
    head = "| code | flags | severity | fix | profile |\n| --- | --- | --- | --- | --- |\n"
    return f"## {title}\n\n{head}" + "".join(map(_row, rules))


def _row(rule: Rule) -> str:
    flags = f"`{rule.name}`: {rule.summary.rstrip('.')}".replace("|", "\\|")
    return f"| {rule.code} | {flags} | {rule.severity} | {rule.fix or ''} | {rule.profile} |\n"
