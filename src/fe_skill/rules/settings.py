"""What a project and a caller say about rules: which, how heavy, and where not.

Lives here: Settings, settings_of (a project's `[tool.fe-skill]`), Settings.narrowed (a call).
Does not:   comments in the source (suppress.py).

    [tool.fe-skill]
    profile = "core"                      # or "blueprint"; by default what the project looks like
    select = ["FE1", "FE3"]               # only these
    ignore = ["naive-list"]               # none of these
    baseline = "fe-skill-baseline.json"

    [tool.fe-skill.severity]
    FE105 = "info"

    [tool.fe-skill.per-path-ignores]
    "src/legacy/**" = ["FE4"]
"""

import fnmatch
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, cast

from fe_skill.problem import Problem, Refused
from fe_skill.project.reader import Facts
from fe_skill.rules.notices import NOTICES, UNKNOWN
from fe_skill.rules.registry import chosen, known_rules
from fe_skill.rules.rule import Finding, Rule, Severity
from fe_skill.syntax.module import Span

Profile = Literal["core", "blueprint"]
FILE: Final = "pyproject.toml"
_PROFILES: Final = ("auto", "core", "blueprint")
_KEYS: Final = ("profile", "select", "ignore", "baseline", "severity", "per-path-ignores")
# What `scaffold` makes and no other project has in the same place.
_OURS: Final = frozenset({"src/main.py", "src/models.py", "src/core/pagination.py"})
_NOTICES: Final = frozenset(notice.code for notice in NOTICES)


@dataclass(frozen=True, slots=True)
class Settings:
    """Which rules speak, how much their findings weigh, and where they are not wanted."""

    profile: Profile = "core"
    selected: frozenset[str] | None = None
    ignored: frozenset[str] = frozenset()
    severities: tuple[tuple[str, Severity], ...] = ()
    path_ignores: tuple[tuple[str, frozenset[str]], ...] = ()
    baseline: str | None = None
    notices: tuple[Finding, ...] = ()

    def wants(self, rule: Rule) -> bool:
        """Whether a rule is to be run."""
        if rule.code in self.ignored:
            return False
        if self.selected is not None:
            return rule.code in self.selected or rule.code in _NOTICES
        return rule.profile == "core" or self.profile == "blueprint"

    def ignores(self, finding: Finding) -> bool:
        """Whether a finding is not wanted where it is."""
        return any(
            finding.rule in codes and matches(finding.path, pattern)
            for pattern, codes in self.path_ignores
        )

    def severity(self, finding: Finding, rule: Rule) -> Severity:
        """How much a finding weighs here."""
        return dict(self.severities).get(finding.rule) or finding.severity or rule.severity

    def narrowed(
        self, select: tuple[str, ...], ignore: tuple[str, ...], profile: str = "auto"
    ) -> "Settings":
        """The same with what one call says. What it selects stands in place of the project's.

        Raises:
            Refused: `rule-unknown`.
        """
        narrowed = replace(self, ignored=self.ignored | chosen(ignore))
        if select:
            narrowed = replace(narrowed, selected=chosen(select))
            narrowed = replace(narrowed, ignored=chosen(ignore) | (self.ignored - chosen(select)))
        return (
            narrowed if profile == "auto" else replace(narrowed, profile=cast("Profile", profile))
        )


def settings_of(facts: Facts) -> Settings:
    """What the project says about itself.

    Raises:
        Refused: `settings-invalid`.
    """
    given = _table(facts)
    profile = given.get("profile", "auto")
    if profile not in _PROFILES:
        raise _invalid("`profile` is one of " + ", ".join(_PROFILES))
    if strange := sorted(given.keys() - set(_KEYS)):
        raise _invalid(f"`{strange[0][:40]}` is no setting; there are {', '.join(_KEYS)}")
    reader = _Reader(facts)
    selected = reader.codes(given.get("select"), "select")
    return Settings(
        profile=_detected(facts) if profile == "auto" else cast("Profile", profile),
        selected=selected if "select" in given else None,
        ignored=reader.codes(given.get("ignore"), "ignore"),
        severities=reader.severities(given.get("severity", {})),
        path_ignores=reader.path_ignores(given.get("per-path-ignores", {})),
        baseline=_text(given.get("baseline"), "baseline"),
        notices=tuple(reader.notices),
    )


def matches(path: str, pattern: str) -> bool:
    """Whether a glob takes a path; a folder's name takes all that is below."""
    bare = pattern.removesuffix("/**").rstrip("/")
    return path == bare or path.startswith(f"{bare}/") or fnmatch.fnmatchcase(path, pattern)


def _detected(facts: Facts) -> Profile:
    return "blueprint" if set(facts.paths) >= _OURS else "core"


class _Reader:
    """Reads the parts of the table; words that name no rule become findings."""

    def __init__(self, facts: Facts) -> None:
        self._lines = facts.source(FILE).decode("utf-8", "replace").splitlines()
        self.notices: list[Finding] = []

    def codes(self, value: object, key: str) -> frozenset[str]:
        """The rules that a list names."""
        if value is None:
            return frozenset()
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise _invalid(f"`{key}` is a list of rules")
        return frozenset(code for word in value for code in self._named(word))

    def severities(self, value: object) -> tuple[tuple[str, Severity], ...]:
        """How much the findings of a rule weigh."""
        given = _dict(value, "severity")
        if wrong := [name for name, word in given.items() if word not in tuple(Severity)]:
            levels = ", ".join(Severity)
            raise _invalid(f"the severity of `{wrong[0][:40]}` is one of {levels}")
        return tuple(
            (code, Severity(str(word)))
            for name, word in given.items()
            for code in sorted(self._named(name))
        )

    def path_ignores(self, value: object) -> tuple[tuple[str, frozenset[str]], ...]:
        """The rules that are not wanted below a path."""
        given = _dict(value, "per-path-ignores")
        return tuple((path, self.codes(words, path)) for path, words in given.items())

    def _named(self, word: str) -> frozenset[str]:
        try:
            return chosen([word])
        except Refused:
            line = next((at for at, text in enumerate(self._lines, 1) if word in text), 1)
            message = f"`{word[:60]}` names no rule"
            span = Span(line, 1, line, 1)
            notice = Finding(rule=UNKNOWN.code, path=FILE, span=span, message=message)
            self.notices.append(notice)
            return frozenset()


def _table(facts: Facts) -> Mapping[str, object]:
    try:
        data = tomllib.loads(facts.source(FILE).decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        if not re.search(rb"(?m)^\s*\[+\s*tool\s*\.\s*[\"']?fe-skill", facts.source(FILE)):
            return {}  # the rest of the file is no business of ours
        raise _invalid(f"the file is not TOML: {error}") from error
    tool = data.get("tool")
    return _dict(tool.get("fe-skill", {}), "tool.fe-skill") if isinstance(tool, dict) else {}


def _dict(value: object, key: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _invalid(f"`{key}` is a table")
    return value


def _text(value: object, key: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _invalid(f"`{key}` is a text")
    return value


def _invalid(why: str) -> Refused:
    return Refused(
        Problem(
            code="settings-invalid",
            what="the settings under `[tool.fe-skill]` can't be read",
            why=why,
            mend="correct them in `pyproject.toml`",
            path=FILE,
        )
    )


def rule_of(finding: Finding) -> Rule:
    """The rule that reported a finding."""
    return known_rules()[finding.rule]
