"""What a rule is, and what it reports.

Lives here: Rule with its check and examples, Finding with its fix.
Does not:   any one rule (its own file below here), or running them (run.py).

A rule is a value in a file of its own: `RULE`. Importing the file has no effect, and adding the
file adds the rule. A check is pure: it reads a module or a program and yields findings.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal

from fe_skill.project.model import Where
from fe_skill.project.program import Program
from fe_skill.syntax.module import SourceModule, Span

_CODE: Final = re.compile(r"FE[1-8][0-9]{2}")
_WHY: Final = re.compile(r"^Why:\s*(.+?)(?=\n\s*\n|\n[A-Z]\w*:|\Z)", re.DOTALL | re.MULTILINE)
_OF_MIGRATIONS: Final = "FE7"
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


class Severity(StrEnum):
    """How much a finding weighs: broken or unsafe; likely wrong; against the style."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Applicability(StrEnum):
    """How far a fix can be trusted: meaning kept; meaning may change; only to be shown."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`text` in place of what stands between two offsets of a file's decoded text."""

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that end a finding, in one file or several. `title` says what they do."""

    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """A place that a finding was derived from."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule reports. Lines and columns count from 1.

    `related` is the chain of places behind it, the first cause last. `severity` and `confidence`
    are given where one finding is less sure than its rule usually is.
    """

    rule: str
    path: str
    span: Span
    message: str
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    confidence: float | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class InFile:
    """A check that needs one file and nothing else; its findings are kept as long as the file."""

    check: Callable[[SourceModule], Iterator[Finding]]
    words: tuple[bytes, ...]
    """A file without any of these words has no finding."""
    pattern: re.Pattern[bytes] | None = None
    """Nor has one in which this is not found either: what is common as a word may be rare so."""
    look: Callable[[bytes], bool] | None = None
    """Nor has one of which this says no: a look at what was found in the bytes."""

    def worth(self, data: bytes) -> bool:
        """Whether a file's bytes are a reason to parse it."""
        if not any(word in data for word in self.words):
            return False
        if self.pattern is not None and self.pattern.search(data) is None:
            return False
        return self.look is None or self.look(data)


@dataclass(frozen=True, slots=True)
class InProject:
    """A check that looks across files."""

    check: Callable[[Program], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class InRun:
    """What the run itself reports about suppressions and settings, once all others have spoken."""


Place = Literal["app", "migrations", "tests"]
"""What kind of code a file holds: what is served, an Alembic tree, or tests."""

Sources = str | Mapping[str, str]
"""One file's source, `main.py`, or several by path."""


@dataclass(frozen=True, slots=True)
class Bad:
    """Source with findings, each on a line that ends with `# <- CODE`, and what a fix makes of it.

    `fixed` holds the files that change, all findings fixed.
    """

    source: Sources
    fixed: Sources | None = None


@dataclass(frozen=True, slots=True)
class Good:
    """Source without a finding."""

    source: Sources


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. `name` is what it flags, and reads well after "allow".

    `explanation` is the file's docstring; its first line is the summary, the paragraph after
    "Why:" the reason. `fix` is how far its fixes can be trusted at best. `needs` are requirements
    ("fastapi>=0.95"): the rule is silent where the project's declared version can't meet one.
    `places` is where its findings count: what is bad in a service may be right in a test.
    """

    code: str
    name: str
    severity: Severity
    explanation: str
    mend: str
    check: InFile | InProject | InRun
    examples: tuple[Bad | Good, ...]
    fix: Applicability | None = None
    profile: Literal["core", "blueprint"] = "core"
    needs: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    summary: str = field(init=False)
    why: str = field(init=False)

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code) or not _NAME.fullmatch(self.name):
            message = f"a rule's code is FE and three digits, its name kebab-case: {self.code}"
            raise ValueError(message)
        object.__setattr__(self, "summary", self.explanation.strip().splitlines()[0])
        object.__setattr__(self, "why", _why(self.explanation))
        if not self.places:
            family = self.code.startswith(_OF_MIGRATIONS)
            object.__setattr__(self, "places", ("app", "migrations") if family else ("app",))

    def finding(
        self,
        module: SourceModule,
        node: ast.AST,
        message: str,
        *,
        related: tuple[Related, ...] = (),
        severity: Severity | None = None,
        confidence: float | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """A finding at a node of a module."""
        return Finding(
            rule=self.code,
            path=module.path,
            span=module.span(node),
            message=message,
            related=related,
            severity=severity,
            confidence=confidence,
            fix=fix,
        )

    def finding_at(
        self,
        where: Where,
        message: str,
        *,
        related: tuple[Related, ...] = (),
        severity: Severity | None = None,
        confidence: float | None = None,
    ) -> Finding:
        """A finding on a line that a fact names."""
        return Finding(
            rule=self.code,
            path=where.path,
            span=Span(where.line, 1, where.line, 1),
            message=message,
            related=related,
            severity=severity,
            confidence=confidence,
        )


def _why(explanation: str) -> str:
    """The paragraph after "Why:", on one line."""
    found = _WHY.search(explanation)
    return " ".join(found[1].split()) if found else ""
