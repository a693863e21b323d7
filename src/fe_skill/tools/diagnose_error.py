"""`diagnose-error`: from the text of a failure to its cause, its place and its repair.

Lives here: the arguments, the reply.
Does not:   reading and knowing (faults/), or how an answer is put together (diagnosed.py).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from fe_skill.call import Call
from fe_skill.tools.asked import project_at
from fe_skill.tools.choices import Detail, ProjectOrWorkspace, Python, Verify
from fe_skill.tools.reply import CheckResult
from fe_skill.tools.tool import Hints, Reply, Tool


class Part(BaseModel):
    """Base of all parts of the reply."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class RaisedView(Part):
    """An exception that was read."""

    type: str
    message: str


class FrameView(Part):
    """A frame in a file of the project, where its code stands now."""

    path: str
    line: int
    function: str


class ReadView(Part):
    """What was read of the text; `frames` counts those of libraries too."""

    exceptions: tuple[RaisedView, ...]
    frames: int
    project_frames: tuple[FrameView, ...]
    status: int | None


class WhereView(Part):
    """The place to change."""

    path: str
    line: int
    symbol: str


class EvidenceView(Part):
    """A step from the text to the place; without a path it speaks of the text."""

    path: str | None
    line: int | None
    text: str
    note: str


class DiagnosisView(Part):
    """One account of the failure. `fault` can be given to `explain`."""

    fault: str
    title: str
    confidence: float = Field(ge=0, le=1)
    what: str
    why: str
    where: WhereView | None
    evidence: tuple[EvidenceView, ...]
    mend: tuple[str, ...]
    patch: str | None = Field(description="A unified diff for `git apply`, checked before shown")
    patch_safety: Literal["safe", "unsafe"] | None
    docs: tuple[str, ...]


class DiagnoseReply(Reply):
    """What failed, best account first; with `apply`, what was written, as every writing tool says.

    "identified" is a cause that the text and the facts prove, "likely" one that fits, "unknown"
    that nothing known fits: then nothing is guessed.
    """

    verdict: Literal["identified", "likely", "unknown"]
    read: ReadView
    diagnoses: tuple[DiagnosisView, ...]
    status: Literal["applied", "planned", "unchanged"] | None = None
    change_id: str | None = None
    created: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    diff: str | None = None
    checks: tuple[CheckResult, ...] = ()
    notes: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()

    def text(self) -> str:
        """The best account whole, the others in a line each."""
        from fe_skill.tools.diagnosed import in_words  # noqa: PLC0415 -- when a reply is shown

        return in_words(self)

    def passed(self) -> bool:
        """Something was told, and no check of a patch failed."""
        failed = any(check.outcome == "failed" for check in self.checks)
        return self.verdict != "unknown" and not failed


def diagnose_error(
    call: Call,
    *,
    error: Annotated[
        str,
        Field(
            description="Its text, uncut. Traceback, log, JSON log lines, HTTP "
            "response or body, output of pytest, alembic or uvicorn.",
            min_length=1,
            examples=["sqlalchemy.exc.MissingGreenlet: greenlet_spawn has not been called"],
        ),
    ],
    project: ProjectOrWorkspace = None,
    request: Annotated[
        str | None,
        Field(
            description="METHOD /path JSON. The request that led to it.",
            pattern=r"^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) /\S*(\s[\s\S]*)?$",
            max_length=100_000,
            examples=['POST /api/v1/orders {"number": "A1"}'],
        ),
    ] = None,
    apply: Annotated[bool, Field(description="Write the best patch.", examples=[True])] = False,
    verify: Verify = "static",
    python: Python = None,
    detail: Detail = "concise",
) -> DiagnoseReply:
    """Tell what failed, and mend it on demand.

    Raises:
        Refused: `project-not-found`, what the paths give reason for, or what apply raises.
    """
    from fe_skill.tools.diagnosed import How, diagnose  # noqa: PLC0415 -- reading is for calls
    from fe_skill.tools.writing import running_on  # noqa: PLC0415

    root = call.locate(".") if project is None else project_at(call, project)
    running = running_on(python, root, call)
    how = How(request=request, write=apply, verify=verify, running=running, full=detail == "full")
    return diagnose(error, root, call, how)


TOOL = Tool(
    name="diagnose-error",
    title="Diagnose error",
    description=(
        "Cause, place and checked patch for a failure: traceback, log, HTTP response, pytest, "
        "alembic or uvicorn output. Use before searching by hand. Reads only unless `apply`. No "
        "failure: validate-project.\n\n"
        "It knows MissingGreenlet, validation errors, settings, migrations, import cycles, event "
        "loops and about a hundred more, and names the place to change, which is often another "
        "file than the last frame, with the way there as evidence. What it doesn't know it calls "
        "unknown. `verify=run` reproduces the failure before the patch and shows it gone after, by "
        "`request`, the failed test in the text, or a start. `undo-change` takes a patch back."
    ),
    hints=Hints(read_only=False, asked_by=("apply", "verify")),
    run=diagnose_error,
    example={
        "project": "order-desk",
        "error": "GET /api/v1/order 404 Not Found",
    },
)
