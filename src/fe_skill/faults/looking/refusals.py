"""What a library refuses on purpose, in its own words, and where the project called it.

Lives here: refused, Refusal.
Does not:   what a database says of a row (integrity.py), or any misuse that a fault knows better.
"""

import builtins
import re
from dataclasses import dataclass
from typing import Final

from fe_skill.faults.case import Case
from fe_skill.faults.fault import OPEN, Diagnosis
from fe_skill.faults.looking.libraries import DATABASES, WELL_KNOWN
from fe_skill.faults.reading.reading import Raised

_LIKELY: Final = 0.6
_INSIDE: Final = re.compile(r"(?:site|dist)-packages/(\w+)(?:/|\.py)")
_PLAIN: Final = frozenset((*dir(builtins), "CommandError"))  # a slip raises these, too
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """An exception that a library raised, by its words; `inside` is the file that did."""

    raised: Raised
    library: str
    inside: str

    @property
    def said(self) -> str:
        """Its first line, shortened."""
        line = re.sub(r"\s+", " ", self.raised.message.partition("\n[SQL")[0]).strip()
        return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


def refused(case: Case) -> Refusal | None:
    """What a library raised: an exception of its own, or one by a `raise` of its."""
    last = case.last if case.whole else None
    if last is None or not last.message:
        return None
    owner = last.type.partition(".")[0]
    inside = last.frames[-1] if last.frames else None
    found = _INSIDE.search(inside.path.replace("\\", "/")) if inside else None
    known = owner in WELL_KNOWN | DATABASES or (found is not None and owner == found[1])
    if known and "." in last.type:
        return Refusal(last, owner, inside.path if inside else "")
    if found is None or inside is None:
        return None
    if last.name in _PLAIN and not inside.code.startswith(("raise ", "assert ")):
        return None
    return Refusal(last, found[1], inside.path)


def told(case: Case, refusal: Refusal, what: str, why: str, mend: tuple[str, ...]) -> Diagnosis:
    """The account of a refusal: its words are the cause, the project's last line the place."""
    spot = case.spot(refusal.raised)
    return Diagnosis(
        what=f"{what}: {refusal.said.rstrip('.')}",
        why=why,
        confidence=_LIKELY if spot else OPEN,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where the project calls it"),) if spot else (),
        mend=mend,
    )
