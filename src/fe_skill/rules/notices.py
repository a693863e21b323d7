"""What the run reports by itself: about its own settings, and about what it could not read.

Lives here: NOTICES, as rules without a check of their own.
Does not:   when they are reported (suppress.py, run.py).
"""

from typing import Final

from fe_skill.rules.rule import InRun, Rule, Severity

NO_REASON: Final = Rule(
    code="FE892",
    name="suppression-without-reason",
    severity=Severity.WARNING,
    explanation="""A suppression that doesn't say why.

Why: whoever reads the line next can't tell a decision from a convenience; without a reason the
comment suppresses nothing.
""",
    mend="write the reason after the codes: `# fe-skill: ignore[FE101] kept for old clients`",
    check=InRun(),
    examples=(),
    places=("app", "migrations", "tests"),
)
UNKNOWN: Final = Rule(
    code="FE893",
    name="unknown-code",
    severity=Severity.WARNING,
    explanation="""A suppression or a setting that names a rule that doesn't exist.

Why: it has no effect, and whoever wrote it believes that it has.
""",
    mend="name a code, a prefix of codes or a name that `fe-skill explain` lists",
    check=InRun(),
    examples=(),
    places=("app", "migrations", "tests"),
)
UNUSED: Final = Rule(
    code="FE891",
    name="unused-suppression",
    severity=Severity.INFO,
    explanation="""A suppression with nothing to suppress.

Why: the finding is gone, and the comment would hide the next one that comes there.
""",
    mend="delete the comment",
    check=InRun(),
    examples=(),
    places=("app", "migrations", "tests"),
)
NOT_ANALYSED: Final = Rule(
    code="FE890",
    name="unparsed-file",
    severity=Severity.WARNING,
    explanation="""A file that could not be analysed.

Why: it doesn't parse, its encoding is unknown, or it is too large to be written by hand; nothing is
known about it, and silence would look like success.
""",
    mend="mend the file's syntax or encoding, or exclude it by `.gitignore`",
    check=InRun(),
    examples=(),
    places=("app", "migrations", "tests"),
)

NOTICES: Final = (NOT_ANALYSED, UNUSED, NO_REASON, UNKNOWN)
