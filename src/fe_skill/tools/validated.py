"""A call of `validate-project`, answered: judge, fix or keep, tell.

Lives here: validated.
Does not:   what a call is about (judged.py), the fixes (rules/), the words (validated_words.py).
"""

import time
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from fe_skill.call import Call
from fe_skill.changes.changeset import Draft
from fe_skill.problem import Problem, Refused
from fe_skill.reports import formatted
from fe_skill.rules.baseline import baseline_of
from fe_skill.rules.fixing import Fixed, NotFixed, fixed
from fe_skill.rules.memory import Memory
from fe_skill.rules.rule import Applicability
from fe_skill.tools.asked import offset_of, project_at
from fe_skill.tools.judged import Judged, Wish, judge, memory_of
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.validate_project import Validation
from fe_skill.tools.validated_words import paged, reply_of
from fe_skill.tools.writing import carry_out

_NAMED: Final = 8


def validated(call: Call, wish: Wish) -> Validation:
    """Judge the project and, where asked to, fix it."""
    start = time.perf_counter()
    root = project_at(call, wish.project)
    offset = offset_of(wish.cursor)
    if wish.fix != "none" or wish.write_baseline:
        from fe_skill.changes.recover import recover  # noqa: PLC0415 -- only where it writes

        recover(root, call)
    memory = memory_of(root)
    judged = judge(root, wish, call, memory)
    written: WriteReply | None = None
    mended: Fixed | None = None
    if wish.fix != "none":
        mended, written = _mended(root, judged, wish, call, memory)
        if written.status == "applied":
            judged = judge(root, wish, call, memory)
    elif wish.write_baseline:
        written = _kept(root, judged, wish, call)
        if written.status == "applied":
            judged = replace(judged, visible=(), baselined=len(judged.visible))
    seconds = round(time.perf_counter() - start, 3)
    reply = reply_of(judged, wish, seconds, mended, written)
    page = paged(judged.visible, reply, wish, offset)
    return page.with_whole(
        lambda name: formatted(name, judged.visible, judged.facts, judged.report)
    )


def _mended(
    root: Path, judged: Judged, wish: Wish, call: Call, memory: Memory
) -> tuple[Fixed, WriteReply]:
    """What fixes made of the files, proven and written."""
    trust = Applicability.UNSAFE if wish.fix == "unsafe" else Applicability.SAFE
    mended = fixed(
        judged.facts, judged.settings, judged.report, judged.visible, trust=trust, memory=memory
    )
    # What the files held when they were judged: what changed since is not written over.
    draft = Draft(lambda path: judged.facts.source(str(path)))
    for path, data in mended.files.items():
        draft.update(PurePosixPath(path), data)
    reply = carry_out(
        draft.done(),
        root,
        call,
        title=f"validate-project --fix {wish.fix}",
        verify=wish.verify,
        dry_run=wish.dry_run,
        detail=wish.detail,
        judged=True,
        notes=tuple(map(_refusal, mended.refused[:_NAMED])),
    )
    return mended, reply


def _refusal(refused: NotFixed) -> str:
    finding = refused.found.finding
    return f"{finding.rule} at {finding.path}:{finding.span.line} not fixed: {refused.reason}"


def _kept(root: Path, judged: Judged, wish: Wish, call: Call) -> WriteReply:
    """The baseline, written."""
    path = wish.baseline or judged.settings.baseline
    if path is None:
        raise Refused(
            Problem(
                code="baseline-unnamed",
                what="the baseline has no name",
                why="`write_baseline` writes into the file that `baseline` names",
                mend='call with `baseline: "fe-skill-baseline.json"` too',
            )
        )
    from fe_skill.changes.disk import reader  # noqa: PLC0415 -- only where it writes

    draft, name = Draft(reader(root)), PurePosixPath(path)
    (draft.create if draft.read(name) is None else draft.update)(name, baseline_of(judged.visible))
    return carry_out(
        draft.done(),
        root,
        call,
        title="validate-project --write-baseline",
        dry_run=wish.dry_run,
        detail=wish.detail,
    )
