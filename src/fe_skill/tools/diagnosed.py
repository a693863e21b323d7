"""The answer of `diagnose-error`: what was read and found, a patch, and its writing.

Lives here: diagnose, in_words.
Does not:   the reply's shape (diagnose_error.py), faults (faults/), proofs by running (reproduce).
"""

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from fe_skill.call import Call
from fe_skill.changes.changeset import ChangeSet, Draft
from fe_skill.changes.planned import Planned
from fe_skill.changes.recover import recover
from fe_skill.checks.site import Running
from fe_skill.faults.case import Case
from fe_skill.faults.decide import (
    Decision,
    Found,
    changed,
    content,
    decide,
    proved,
    without_patch,
)
from fe_skill.faults.fault import CLEAR
from fe_skill.faults.reading.read import read
from fe_skill.faults.reading.reading import Reading, Response
from fe_skill.project.program import Program
from fe_skill.tools.choices import Verify
from fe_skill.tools.described import KEEPER
from fe_skill.tools.diagnose_error import (
    DiagnoseReply,
    DiagnosisView,
    EvidenceView,
    FrameView,
    RaisedView,
    ReadView,
    WhereView,
)
from fe_skill.tools.reproduce import reproduced
from fe_skill.tools.rules_hold import errors_of
from fe_skill.tools.writing import carry_out

_MESSAGE = (120, 300)  # characters of an exception's message: concise, full
_EXCEPTIONS = (1, 4)
_FRAMES = (2, 6)
_EVIDENCE = (3, 4)
_CONTEXT = (1, 3)  # lines around a patch's own
_OTHERS = 1  # diagnoses beside the best, in a concise reply; none beside a proven one
_LINE = 160
_MOST = 2_000  # characters of a concise reply's structured form


@dataclass(frozen=True, kw_only=True)
class How:
    """What the caller wants besides the answer."""

    request: str | None
    write: bool
    verify: Verify
    running: Running
    full: bool


def diagnose(text: str, root: Path, call: Call, how: How) -> DiagnoseReply:
    """The reply for a failure's text."""
    call.step(0, 3, "reading the text")
    reading = _with_request(read(text), how.request)
    if how.write:
        recover(root, call)
    program = _program(root, call)
    call.step(2, 3, "looking for the cause")
    decision = decide(reading, program)
    found = _shown(decision, reading, program, full=how.full)
    patches = [_patch(one, program) for one in found]
    reply = DiagnoseReply(
        verdict=decision.verdict,
        read=_read(reading, program, full=how.full),
        diagnoses=tuple(
            _view(one, patch, whole=how.full or not at, full=how.full)
            for at, (one, patch) in enumerate(zip(found, patches, strict=True))
        ),
        notes=_notes(decision, reading, program),
    )
    reply = reply if how.full else _short(reply)
    if not how.write:
        return reply
    plan = patches[0] if patches and patches[0] else ChangeSet()
    return _written(reply, Planned(root, plan), reading, how, call)


def in_words(reply: DiagnoseReply) -> str:
    """The conclusion first."""
    lines = [_conclusion(reply)]
    for view in reply.diagnoses[:1]:
        lines += [f"why: {view.why}"]
        lines += [f"seen: {_step(step)}" for step in view.evidence]
        lines += [f"mend: {step}" for step in view.mend]
    for view in reply.diagnoses[1:]:
        lines.append(f"or {view.fault} ({view.confidence:.2f}): {view.what}{_at(view)}")
    lines += [f"failed {c.name}: {c.detail}" for c in reply.checks if c.outcome == "failed"]
    lines += [f"passed {c.name}" for c in reply.checks if c.outcome == "passed"]
    lines += [f"skipped {c.name}: {c.detail}" for c in reply.checks if c.outcome == "skipped"]
    lines += [f"note: {note}" for note in reply.notes]
    lines += [f"next: {step}" for step in reply.next_steps]
    patch = reply.diagnoses[0].patch if reply.diagnoses else None
    if patch and reply.status is None:
        lines.append(f"patch ({reply.diagnoses[0].patch_safety}), for `git apply`:\n{patch}")
    return "\n".join(lines)


def _conclusion(reply: DiagnoseReply) -> str:
    done = f"; {reply.status} as change {reply.change_id}" if reply.change_id else ""
    if not reply.diagnoses:
        last = reply.read.exceptions[-1] if reply.read.exceptions else None
        told = f"{last.type}: {last.message}"[:_LINE] if last else f"status {reply.read.status}"
        seen = told if last or reply.read.status else "no exception and no status"
        return f"unknown: nothing that we know fits; read: {seen}"
    best = reply.diagnoses[0]
    return f"{reply.verdict} ({best.confidence:.2f}) {best.fault}: {best.what}{_at(best)}{done}"


def _at(view: DiagnosisView) -> str:
    return f" --> {view.where.path}:{view.where.line}" if view.where else ""


def _step(step: EvidenceView) -> str:
    place = f"{step.path}:{step.line} " if step.path else ""
    return f"{place}{step.note}" + (f": {step.text}" if step.text else "")


def _program(root: Path, call: Call) -> Program | None:
    if not root.is_dir():
        return None
    call.step(1, 3, "reading the project")
    facts = KEEPER.facts(root)
    return Program(facts) if facts.files else None


def _with_request(reading: Reading, request: str | None) -> Reading:
    """The reading with what the caller says of the request."""
    if request is None:
        return reading
    method, _, rest = request.partition(" ")
    path = rest.split(maxsplit=1)[0]
    if not reading.responses:
        return replace(reading, responses=(Response(None, method, path),))
    told = tuple(replace(one, method=method, path=path) for one in reading.responses[-1:])
    return replace(reading, responses=(*reading.responses[:-1], *told))


def _shown(
    decision: Decision, reading: Reading, program: Program | None, *, full: bool
) -> tuple[Found, ...]:
    """The diagnoses to show, patches proven; a concise reply proves only the best one's."""
    proven = bool(decision.found) and decision.found[0].diagnosis.confidence > CLEAR
    found = decision.found if full else decision.found[: 1 if proven else 1 + _OTHERS]
    if program is None:
        return found
    return tuple(
        one if at and not full else _ruled(one, reading, program) for at, one in enumerate(found)
    )


def _ruled(found: Found, reading: Reading, program: Program) -> Found:
    """The diagnosis with its patch only if that holds, and brings no error of our rules."""
    kept, after = proved(found, reading, program)
    paths = frozenset(edit.path for edit in kept.diagnosis.edits if edit.path.endswith(".py"))
    broken = after is not None and paths and errors_of(program, after, paths)
    return without_patch(kept) if broken else kept


def _patch(found: Found, program: Program | None) -> ChangeSet | None:
    if program is None or not found.diagnosis.edits:
        return None
    after = changed(found.diagnosis, program)
    draft = Draft(lambda path: content(program, str(path)) or None)
    for path, data in (after or {}).items():
        target = PurePosixPath(path)
        if draft.read(target) is None:
            draft.create(target, data)
        else:
            draft.update(target, data)
    return draft.done()


def _read(reading: Reading, program: Program | None, *, full: bool) -> ReadView:
    case = Case(reading, program)
    raised = reading.failures[-1].chain if reading.failures else ()
    spots = case.spots()[-_FRAMES[full] :]
    return ReadView(
        exceptions=tuple(
            RaisedView(type=one.type or "unknown", message=_cut(one.message, _MESSAGE[full]))
            for one in raised[-_EXCEPTIONS[full] :]
        ),
        frames=sum(len(one.frames) for one in reading.raised),
        project_frames=tuple(
            FrameView(path=spot.path, line=spot.line, function=spot.function) for spot in spots
        ),
        status=reading.status,
    )


def _view(found: Found, patch: ChangeSet | None, *, whole: bool, full: bool) -> DiagnosisView:
    diagnosis = found.diagnosis
    place = diagnosis.place
    diff = patch.diff(_CONTEXT[full]) if patch and whole else None
    return DiagnosisView(
        fault=found.fault.name,
        title=found.fault.title,
        confidence=round(diagnosis.confidence, 2),
        what=diagnosis.what,
        why=diagnosis.why,
        where=WhereView(path=place.path, line=max(place.line, 1), symbol=place.symbol)
        if place
        else None,
        evidence=tuple(
            EvidenceView(
                path=e.path or None, line=e.line or None, text=_cut(e.text, _LINE), note=e.note
            )
            for e in (diagnosis.evidence[: _EVIDENCE[full]] if whole else ())
        ),
        mend=diagnosis.mend if whole else (),
        patch=diff,
        patch_safety=("safe" if diagnosis.safe else "unsafe") if diff else None,
        docs=found.fault.docs if full else (),
    )


def _short(reply: DiagnoseReply) -> DiagnoseReply:
    """What can be had by `detail: full` left out, the least useful first, until the rest is short.

    The paths, names and patches of a project may be of any length.
    """
    for leave_out in (_others, _steps, _patch_of):
        if len(reply.model_dump_json()) <= _MOST:
            break
        reply = leave_out(reply)
    return reply


def _others(reply: DiagnoseReply) -> DiagnoseReply:
    return reply.model_copy(update={"diagnoses": reply.diagnoses[:1]})


def _steps(reply: DiagnoseReply) -> DiagnoseReply:
    best = (one.model_copy(update={"evidence": one.evidence[:1]}) for one in reply.diagnoses[:1])
    return reply.model_copy(update={"diagnoses": tuple(best)})


def _patch_of(reply: DiagnoseReply) -> DiagnoseReply:
    if not any(one.patch for one in reply.diagnoses):
        return reply
    best = (one.model_copy(update={"patch": None}) for one in reply.diagnoses[:1])
    note = "the patch is long: `detail: full` shows it, `apply` writes it"
    return reply.model_copy(update={"diagnoses": tuple(best), "notes": (*reply.notes, note)})


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def _notes(decision: Decision, reading: Reading, program: Program | None) -> tuple[str, ...]:
    notes = []
    if program is None:
        notes.append("no Python files were found in the project's folder: only the text speaks")
    if reading.cut:
        notes.append("the text is very long: only its end was read")
    if len(reading.failures) > 1:
        notes.append(f"the text holds {len(reading.failures)} different failures")
    library = Case(reading, program).library()
    if not decision.found and library:
        notes.append(f"it was raised inside the library `{library}`")
    if decision.broken:
        notes.append(
            "a mistake of ours: these faults could not look: " + ", ".join(decision.broken)
        )
    return tuple(notes)


def _written(
    reply: DiagnoseReply, planned: Planned, reading: Reading, how: How, call: Call
) -> DiagnoseReply:
    """The reply after its first patch is proven and written."""
    if not planned.change_set:
        none = "there is no patch for the best diagnosis: mend it by hand"
        return reply.model_copy(update={"status": "unchanged", "notes": (*reply.notes, none)})
    proves = how.verify == "run"
    checks = reproduced(planned, reading, how.request, how.running, call) if proves else ()
    failed = any(check.outcome == "failed" for check in checks)
    written = carry_out(
        planned.change_set,
        planned.root,
        call,
        title=f"diagnose-error {reply.diagnoses[0].fault}",
        verify="static" if proves else how.verify,
        dry_run=failed,
        detail="full" if how.full else "concise",
    )
    update = written.model_dump(exclude={"notes", "checks", "diff"})
    if failed:
        update |= {"status": "unchanged", "created": (), "modified": ()}
    return reply.model_copy(
        update=update
        | {"diff": written.diff if how.full else None, "checks": (*checks, *written.checks)}
        | {"next_steps": _next(reading, how.request)}
    )


def _next(reading: Reading, request: str | None) -> tuple[str, ...]:
    if reading.nodes:
        return (f"pytest {' '.join(reading.nodes[:3])}",)
    return (f"send again: {request.partition(' {')[0]}",) if request else ()
