"""Which rules there are: every `RULE` of a file below this folder.

Lives here: all_rules, known_rules, chosen, version.
Does not:   any one rule.
"""

import difflib
import hashlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

from fe_skill import rules
from fe_skill.problem import Problem, Refused
from fe_skill.rules.notices import NOTICES
from fe_skill.rules.rule import Rule

_READING: Final = ("rules", "project", "syntax")


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    found = (
        import_module(module.name)
        for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.")
        if module.name.count(".") > rules.__name__.count(".") + 1
    )
    return tuple(sorted((m.RULE for m in found if hasattr(m, "RULE")), key=lambda r: r.code))


@cache
def known_rules() -> dict[str, Rule]:
    """Every rule and notice by its code, in the order of the codes."""
    return {rule.code: rule for rule in (*all_rules(), *NOTICES)}


@cache
def version() -> str:
    """What tells these rules, and how they read, from those of another version of ours."""
    package = Path(__file__).parents[1]
    files = sorted(file for name in _READING for file in (package / name).rglob("*.py"))
    stats = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.blake2b(repr(stats).encode(), digest_size=8).hexdigest()


def chosen(codes: Iterable[str]) -> frozenset[str]:
    """The codes that rule codes, prefixes of codes, or names stand for.

    Raises:
        Refused: `rule-unknown`.
    """
    found: set[str] = set()
    for word in codes:
        hit = {
            rule.code
            for rule in known_rules().values()
            if rule.name == word or (word and rule.code.startswith(word))
        }
        if not hit:
            raise _unknown(word)
        found |= hit
    return frozenset(found)


def _unknown(word: str) -> Refused:
    known = [text for rule in known_rules().values() for text in (rule.code, rule.name)]
    near = difflib.get_close_matches(word, known, n=1)
    return Refused(
        Problem(
            code="rule-unknown",
            what=f"`{ascii(word)[1:-1][:60]}` is no rule",
            why="a rule is named by its code, a prefix of its code, or its name",
            mend=f"ask for `{near[0]}`" if near else "`fe-skill explain` lists the rules",
        )
    )
