"""The road that every writing tool takes: plan, prove, apply, reply.

Lives here: carry_out, running_on.
Does not:   the arguments that tools share (choices.py), what to write (each tool), how it is
            proven (checks/) or written (changes/).
"""

from collections.abc import Sequence
from pathlib import Path

from fe_skill.call import Call
from fe_skill.changes.apply import apply
from fe_skill.changes.changeset import ChangeSet
from fe_skill.changes.planned import Planned
from fe_skill.checks.check import Check, Outcome, prove
from fe_skill.checks.site import Running
from fe_skill.checks.static import STATIC
from fe_skill.tools.choices import Detail, Verify
from fe_skill.tools.reply import CheckResult, WriteReply

_FOUND = Running()


def running_on(python: str | None, root: Path, call: Call) -> Running:
    """How the project at `root` runs, going by what the caller said.

    Raises:
        Refused: what `Call.locate_program` raises.
    """
    return _FOUND if python is None else Running(python=str(call.locate_program(python, root)))


def carry_out(
    change_set: ChangeSet,
    root: Path,
    call: Call,
    *,
    title: str,
    verify: Verify = "static",
    running: Running = _FOUND,
    dry_run: bool = False,
    detail: Detail = "concise",
    force: bool = False,
    notes: tuple[str, ...] = (),
    next_steps: tuple[str, ...] = (),
    judged: bool = False,
) -> WriteReply:
    """Prove `change_set` as `verify` says, then write it, unless one failed or `dry_run` is given.

    `title` is what the history calls the change; `running` is what the caller knows of how the
    project runs, for `verify="run"`. A tool that plans on a project that is there calls
    `recover` before it reads: what a stopped change left half done is no ground to plan on.
    `judged` says that our rules have already seen what is planned.
    """
    checks = STATIC if judged else _with_rules()
    planned_tree = Planned(root, change_set)
    outcomes = _proven(planned_tree, checks, verify, running, call) if change_set else ()
    failed = _any_failed(outcomes)
    writes = bool(change_set) and not dry_run and (force or not failed)
    applied = apply(change_set, root, call, title=title) if writes else None
    if applied and failed:
        notes = (f"written although checks failed: {_named(outcomes)}", *notes)
    planned = bool(change_set) and dry_run
    shows = bool(change_set) and (applied is not None or planned)
    return WriteReply(
        status="applied" if applied else "planned" if planned else "unchanged",
        change_id=applied.change_id if applied else None,
        created=tuple(map(str, change_set.created)) if shows else (),
        modified=tuple(map(str, change_set.modified)) if shows else (),
        diff=change_set.diff() if dry_run or detail == "full" else None,
        checks=tuple(map(published, outcomes)),
        notes=notes,
        next_steps=next_steps,
    )


def _with_rules() -> tuple[Check, ...]:
    from fe_skill.tools.rules_hold import RULES_HOLD  # noqa: PLC0415 -- rules are for what is written

    return (*STATIC, RULES_HOLD)


def _proven(
    planned: Planned, checks: tuple[Check, ...], verify: Verify, running: Running, call: Call
) -> tuple[Outcome, ...]:
    outcomes = prove(planned, checks if verify != "none" else (), call)
    if verify == "run" and not _any_failed(outcomes):
        from fe_skill.checks.run import prove_running  # noqa: PLC0415 -- rarely asked for

        outcomes += prove_running(planned, running, call)
    return outcomes


def _named(outcomes: Sequence[Outcome]) -> str:
    return ", ".join(o.name for o in outcomes if o.verdict.outcome == "failed")


def _any_failed(outcomes: Sequence[Outcome]) -> bool:
    return any(outcome.verdict.outcome == "failed" for outcome in outcomes)


def published(outcome: Outcome) -> CheckResult:
    """`outcome` in the form of the contract."""
    verdict = outcome.verdict
    return CheckResult(
        name=outcome.name,
        outcome=verdict.outcome,
        detail=verdict.detail,
        seconds=outcome.seconds,
    )
