"""Faults that are known by what their exception says, and stand where the project raised it.

Lives here: Sign, by_signs, in_own_code.
Does not:   faults whose place is elsewhere than in the traceback: they look for it themselves.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.fault import LIKELY, Diagnosis
from fe_skill.faults.reading.reading import Raised

_PLAIN = 0.9  # the sign is this fault's alone; the place is only where it came out
_TOLD = LIKELY
_LONGEST = 160
_INNERMOST = 8  # frames in which a library is looked for


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What is said, by which exceptions, and what it means.

    `what`, `why` and `mend` take the pattern's groups as `{0}`, `{1}`, and the message's first line
    as `{said}`. `through` is looked for in the innermost frames; `aside` believes a line beside
    the exceptions, too. `of_class`: the message names a class in its first group, and the place is
    the innermost frame whose function knows that.
    """

    says: str = ""
    types: tuple[str, ...] = ()
    unless: str = ""
    through: str = ""
    what: str
    why: str
    mend: tuple[str, ...]
    confidence: float = _PLAIN
    aside: bool = False
    of_class: bool = False


def by_signs(*signs: Sign) -> Callable[[Case], Diagnosis | None]:
    """The recogniser that asks for each sign in turn."""

    def recognise(case: Case) -> Diagnosis | None:
        return next((found for sign in signs if (found := _diagnosed(case, sign))), None)

    return recognise


def in_own_code(*signs: Sign) -> Callable[[Case], Diagnosis | None]:
    """The same for named exceptions, but not where only libraries' lines led to it."""
    asked = by_signs(*signs)

    def recognise(case: Case) -> Diagnosis | None:
        found = asked(case) if case.whole else None
        framed = any(one.frames for one in case.chain)
        return None if found is not None and framed and found.place is None else found

    return recognise


def _diagnosed(case: Case, sign: Sign) -> Diagnosis | None:
    raised = _raised(case, sign)
    match = re.search(sign.says, raised.message) if raised else _beside(case, sign)
    if match is None or (sign.unless and re.search(sign.unless, match.string)):
        return None
    if sign.through and not _went_through(raised, sign.through):
        return None
    groups = tuple(_short(group or "") for group in match.groups())
    said = _short(raised.message.partition("\n")[0] if raised else match[0]).rstrip(".")
    spot = _knowing(case, raised, groups[0]) if sign.of_class else case.spot(raised)
    return Diagnosis(
        what=sign.what.format(*groups, said=said),
        why=sign.why.format(*groups, said=said),
        confidence=sign.confidence if raised else min(sign.confidence, _TOLD),
        place=spot.place if spot else None,
        evidence=tuple(one.evidence("on the way to it") for one in case.spots(raised)[-2:])
        if spot
        else (),
        mend=tuple(step.format(*groups, said=said) for step in sign.mend),
    )


def _knowing(case: Case, raised: Raised | None, named: str) -> Spot | None:
    """The innermost frame whose function names a class; what hands an object on needs not."""
    spots, word = case.spots(raised), named.rpartition(".")[2]
    for spot in reversed(spots) if word else ():
        module, function = case.module(spot.path), case.function_at(spot)
        if module and function and re.search(rf"\b{word}\b", module.segment(function)):
            return spot
    return case.spot(raised)


def _raised(case: Case, sign: Sign) -> Raised | None:
    if sign.types or sign.says:
        return case.raised(*sign.types, says=sign.says)
    return case.last if case.whole else None


def _beside(case: Case, sign: Sign) -> re.Match[str] | None:
    """A line that says it, where no exception does."""
    return case.says(sign.says) if sign.aside and sign.says and not case.whole else None


def _went_through(raised: Raised | None, pattern: str) -> bool:
    frames = raised.frames[-_INNERMOST:] if raised else ()
    return any(re.search(pattern, f"{one.path} {one.function} {one.code}") for one in frames)


def _short(text: str) -> str:
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
