"""`validate-project`: the rules over a FastAPI project, and fixes that hold.

Lives here: the arguments and the reply.
Does not:   the rules (rules/), how a call is answered (validated.py), other formats (reports/).
"""

from collections.abc import Callable
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from fe_skill.call import Call
from fe_skill.tools.choices import Cursor, Detail, DryRun, Limit, Project, Verify
from fe_skill.tools.reply import CheckResult
from fe_skill.tools.tool import Hints, Reply, Tool

SeverityName = Literal["error", "warning", "info"]
FixLevel = Literal["none", "safe", "unsafe"]


class Part(BaseModel):
    """Base of all parts of the reply."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class RelatedView(Part):
    """A place that a finding was derived from."""

    path: str
    line: int
    message: str


class FindingView(Part):
    """What a rule found. `why` comes with `detail="full"`."""

    rule: str
    name: str
    severity: SeverityName
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    why: str | None = None
    mend: str
    fix: Literal["safe", "unsafe", "display"] | None
    confidence: float | None = None
    fingerprint: str
    related: tuple[RelatedView, ...]


class Summary(Part):
    """What was looked at, and what came of it. `suppressed` and `baselined` are not among it."""

    files: int
    routes: int
    models: int
    rules_run: int
    profile: Literal["core", "blueprint"]
    findings: int
    by_severity: dict[str, int]
    by_rule: dict[str, int]
    suppressed: int = 0
    baselined: int = 0
    fixed: int = 0
    unparsed: tuple[str, ...]
    seconds: float = Field(ge=0)


class Validation(Reply):
    """A page of findings, the most important first. The fields of a change are set by a fix."""

    formats: ClassVar[tuple[str, ...]] = ("text", "json", "sarif", "github", "html")

    summary: Summary
    findings: tuple[FindingView, ...]
    next_cursor: str | None
    not_evaluated: tuple[str, ...] = ()
    status: Literal["applied", "planned", "unchanged"] | None = None
    change_id: str | None = None
    created: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    diff: str | None = None
    checks: tuple[CheckResult, ...] = ()
    notes: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()

    _whole: Callable[[str], str] | None = PrivateAttr(default=None)

    def with_whole(self, formatted: Callable[[str], str]) -> "Validation":
        """The same reply, which can also tell all findings in another format."""
        self._whole = formatted
        return self

    def formatted(self, name: str) -> str:
        """All findings, not only this page, in one of `formats`."""
        return self._whole(name) if self._whole else self.text()

    def text(self) -> str:
        """The conclusion, the findings of this page, and what to do next."""
        from fe_skill.tools.validated_words import in_words  # noqa: PLC0415 -- when a reply is shown

        return in_words(self)

    def passed(self) -> bool:
        """Nothing was found, and no check failed."""
        clean = not self.summary.findings
        return clean and all(check.outcome != "failed" for check in self.checks)


def validate_project(
    call: Call,
    *,
    project: Project = ".",
    paths: Annotated[
        tuple[str, ...],
        Field(
            description="Files, folders, globs. Only findings in these.",
            max_length=1000,
            examples=[["src/domains/orders"]],
        ),
    ] = (),
    select: Annotated[
        tuple[str, ...],
        Field(description="Codes, prefixes, names. Of the rules to run.", examples=[["FE1"]]),
    ] = (),
    ignore: Annotated[
        tuple[str, ...], Field(description="Not these rules.", examples=[["FE106"]])
    ] = (),
    profile: Annotated[
        Literal["auto", "blueprint", "core"],
        Field(
            description="blueprint adds house style. `auto`: on for projects of `scaffold`, off "
            "elsewhere.",
            examples=["core"],
        ),
    ] = "auto",
    min_severity: Annotated[
        SeverityName, Field(description="At least.", examples=["warning"])
    ] = "info",
    fix: Annotated[
        FixLevel,
        Field(
            description="safe keeps the meaning. `unsafe` applies all fixes.",
            examples=["safe"],
        ),
    ] = "none",
    since: Annotated[
        str | None,
        Field(
            description="Git revision. Only findings on lines that changed since.",
            pattern=r"^[\w./@~^{}+-]*$",
            max_length=200,
            examples=["origin/main"],
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        Field(
            description="File of known findings. They are left out; in the project.",
            max_length=300,
            examples=["fe-skill-baseline.json"],
        ),
    ] = None,
    write_baseline: Annotated[
        bool, Field(description="Make it. Of what is found now.", examples=[True])
    ] = False,
    dry_run: DryRun = False,
    verify: Verify = "static",
    limit: Limit = 50,
    cursor: Cursor = None,
    detail: Detail = "concise",
) -> Validation:
    """Judge the project and, where asked to, fix it.

    Raises:
        Refused: what `Call.locate`, settings, baseline, git and the writing give reason for.
    """
    from fe_skill.tools.judged import Wish  # noqa: PLC0415 -- reading is for calls
    from fe_skill.tools.validated import validated  # noqa: PLC0415

    return validated(
        call,
        Wish(
            project=project,
            paths=paths,
            select=select,
            ignore=ignore,
            profile=profile,
            min_severity=min_severity,
            fix=fix,
            since=since,
            baseline=baseline,
            write_baseline=write_baseline,
            dry_run=dry_run,
            verify=verify,
            limit=limit,
            cursor=cursor,
            detail=detail,
        ),
    )


TOOL = Tool(
    name="validate-project",
    title="Validate project",
    description=(
        "Check a FastAPI project by cross-file rules: hidden or open routes, leaks, lazy loads, "
        "blocked loop, lost commits, migrations. Use before a change is done. Reads only "
        "unless `fix`. For a failure: diagnose-error.\n\n"
        "The worst comes first; what could not be judged is listed in `not_evaluated`. "
        '`fix="safe"` makes proven repairs (`undo-change` takes them back). A comment '
        "`# fe-skill: ignore[CODE] reason` silences one line."
    ),
    hints=Hints(read_only=False, asked_by=("fix", "write_baseline", "verify")),
    run=validate_project,
    example={"project": "order-desk"},
)
