"""Which faults account for what was read, best first.

Lives here: decide, Decision, Found; the proof of a patch.
Does not:   any one fault, or the reply (tools/diagnose_error.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, LIKELY, OPEN, Diagnosis, Fault
from fe_skill.faults.mending import applied_to_bytes
from fe_skill.faults.reading.reading import Failure, Reading
from fe_skill.faults.registry import all_faults
from fe_skill.project.program import Program
from fe_skill.syntax.parse import Unparsed, parse

Verdict = Literal["identified", "likely", "unknown"]
_IDENTIFIED = 0.85
_CUT = 0.9  # without its last line an exception's name is only guessed, or only a name is there
_ASIDE = 0.6  # what else a log tells weighs less than its exceptions
_BESIDE = 0.7  # a stop counts less where something else failed
_EVEN = 0.9  # no more than this where two failures are told equally well
_SHOWN = 5
_WORTHY = 0.45  # from here on a special account makes a general one needless
_FEW = 40  # lines, in which a message stands for its exception
_TOLD = 0.9  # and is that much less sure


@dataclass(frozen=True)
class Found:
    """A fault with its account of the failure."""

    fault: Fault
    diagnosis: Diagnosis


@dataclass(frozen=True)
class Decision:
    """What it is, or that it isn't known. `broken` are faults that failed to look."""

    verdict: Verdict
    found: tuple[Found, ...]
    broken: tuple[str, ...] = ()


def decide(reading: Reading, program: Program | None) -> Decision:
    """Ask every fault about each failure that was read."""
    broken: list[str] = []
    best: dict[str, Found] = {}
    of: dict[str, int] = {}  # which failure each account is of
    several = len(reading.failures) > 1
    for at, (case, weight) in enumerate(_cases(reading, program)):
        for found in _asked(case, broken):
            sure = found.diagnosis.confidence * weight
            sure *= _BESIDE if found.fault.alone and several else 1
            known = best.get(found.fault.name)
            if known is None or known.diagnosis.confidence < sure:
                diagnosis = replace(found.diagnosis, confidence=sure)
                best[found.fault.name], of[found.fault.name] = Found(found.fault, diagnosis), at
    ordered = sorted(best.values(), key=lambda one: -one.diagnosis.confidence)
    said = _of_two(_worth_saying(ordered), of)
    return Decision(_verdict(said), said, tuple(dict.fromkeys(broken)))


def proved(found: Found, reading: Reading, program: Program) -> tuple[Found, Program | None]:
    """The diagnosis with its patch only if that applies, parses and ends the fault's own sign.

    With it the project as the patch would leave it, where there is one.
    """
    after = _mended(found.diagnosis, program)
    if after is not None and _ends(found, reading, after):
        return found, after
    return without_patch(found), None


def without_patch(found: Found) -> Found:
    """The same diagnosis, to be mended by hand."""
    return replace(found, diagnosis=replace(found.diagnosis, edits=()))


def changed(diagnosis: Diagnosis, program: Program) -> dict[str, bytes] | None:
    """The files after the diagnosis' edits; None where they can't be carried out."""
    after: dict[str, bytes] = {}
    for path in dict.fromkeys(edit.path for edit in diagnosis.edits):
        edits = [edit for edit in diagnosis.edits if edit.path == path]
        data = applied_to_bytes(content(program, path), edits)
        if data is None:
            return None
        after[path] = data
    return after


def content(program: Program, path: str) -> bytes:
    """The bytes of any file of the project, empty where there is none."""
    laid_over = program.facts.laid_over(path)
    if laid_over is not None:
        return laid_over
    if path in program.facts.paths:
        return program.facts.source(path)
    file = program.facts.root / path
    try:
        return file.read_bytes() if file.is_file() else b""
    except OSError:
        return b""


def _mended(diagnosis: Diagnosis, program: Program) -> Program | None:
    """The project after the edits; None without any, where they don't apply, or don't parse."""
    after = changed(diagnosis, program)
    if not after or any(
        path.endswith(".py") and isinstance(parse(data), Unparsed) for path, data in after.items()
    ):
        return None
    return Program(program.facts.planned(after))


def _ends(found: Found, reading: Reading, after: Program) -> bool:
    """Whether the fault has nothing left to change in the mended project."""
    again = (found.fault.recognise(case) for case, _ in _cases(reading, after))
    return not any(one is not None and _does_something(one, after) for one in again)


def _does_something(diagnosis: Diagnosis, program: Program) -> bool:
    """Whether its edits change anything: some faults offer what is there already."""
    after = changed(diagnosis, program) or {}
    return any(data != content(program, path) for path, data in after.items())


def _cases(reading: Reading, program: Program | None) -> Iterator[tuple[Case, float]]:
    for failure in reversed(reading.failures):
        lines = () if _is_told(failure) else reading.lines
        one = replace(reading, failures=(failure,), lines=lines, responses=reading.responses[-1:])
        yield Case(one, program), _CUT if failure.cut or _is_only_named(failure) else 1
    aside = _ASIDE if reading.failures else 1
    if reading.lines or reading.responses:
        few = not reading.failures and len(reading.lines) <= _FEW
        yield Case(replace(reading, failures=()), program, loose=few), aside


def _is_only_named(failure: Failure) -> bool:
    """Whether no exception of it says anything, and none has a frame; or none has a name."""
    last = failure.chain[-1]
    return not last.type or not any(one.message or one.frames for one in failure.chain)


def _is_told(failure: Failure) -> bool:
    """Whether it has its frames and its last line; else what stands beside it may say more."""
    return (
        not failure.cut
        and any(one.type for one in failure.chain)
        and any(one.frames for one in failure.chain)
    )


def _asked(case: Case, broken: list[str]) -> Iterator[Found]:
    for fault in all_faults():
        case.told = False
        try:
            diagnosis = fault.recognise(case)
        except Exception:  # noqa: BLE001 -- one fault's mistake must not cost the others' answer
            broken.append(fault.name)
            continue
        if diagnosis is None:
            continue
        if case.told:
            diagnosis = replace(diagnosis, confidence=diagnosis.confidence * _TOLD)
        yield Found(fault, diagnosis)


def _verdict(ordered: tuple[Found, ...]) -> Verdict:
    top = ordered[0].diagnosis.confidence if ordered else 0
    return "identified" if top >= _IDENTIFIED else "likely" if top > 0 else "unknown"


def _of_two(said: tuple[Found, ...], of: dict[str, int]) -> tuple[Found, ...]:
    """Two failures in one text, each told by its words alone: which one is meant isn't sure."""
    sure = [one for one in said if one.diagnosis.confidence >= LIKELY]
    proved = bool(said) and said[0].diagnosis.confidence > CLEAR
    if proved or len({of[one.fault.name] for one in sure}) < 2:  # noqa: PLR2004 -- two of them
        return said
    return tuple(
        replace(
            one,
            diagnosis=replace(one.diagnosis, confidence=min(one.diagnosis.confidence, _EVEN)),
        )
        for one in said
    )


def _worth_saying(ordered: list[Found]) -> tuple[Found, ...]:
    """Next to a clear answer, vague ones are noise."""
    explained = {name for one in ordered for name in one.fault.explains}
    ordered = [one for one in ordered if one.fault.name not in explained]
    known = [one for one in ordered if not one.fault.last_resort]
    ordered = known or ordered
    special = [one for one in ordered if not one.fault.general]
    if any(one.diagnosis.confidence >= _WORTHY for one in special):
        ordered = special
    if not ordered:
        return ()
    clear = ordered[0].diagnosis.confidence >= CLEAR
    least = OPEN if clear else 0.0
    kept = [one for one in ordered if one.diagnosis.confidence >= least]
    return tuple(kept[:_SHOWN])
