"""Whether a project can have the version of a library that a rule speaks about.

Lives here: unmet.
Does not:   what a project declares (project/around.py).

Only an upper bound can rule a version out: `fastapi<0.95` or `fastapi==0.92` can't be 0.95, and
`fastapi>=0.90` may well be. A library that is not declared may be there at any version.
"""

import re
from collections.abc import Mapping
from typing import Final

Version = tuple[int, ...]
_BOUND: Final = re.compile(r"(===|==|!=|~=|<=|>=|<|>|\^|~)?\s*v?(\d+(?:\.\d+)*)(\.\*)?")
_NEED: Final = re.compile(r"([a-z0-9-]+)(>=|<)(\d+(?:\.\d+)*)")
_ABOVE_ALL: Final = (1 << 60,)
_LONGEST: Final = 15


def unmet(needs: tuple[str, ...], declared: Mapping[str, str]) -> str | None:
    """The first of `needs` that no version of what is declared can meet."""
    return next((need for need in needs if not _possible(need, declared)), None)


def _possible(need: str, declared: Mapping[str, str]) -> bool:
    found = _NEED.fullmatch(need)
    if found is None:
        raise ValueError(f"a need is a name, `>=` or `<`, and a version: {need}")
    name, sign, version = found.groups()
    lowest, highest = _range(declared.get(name, ""))
    wanted = _plain(_version(version))
    return wanted < highest if sign == ">=" else lowest < wanted


def _range(specifier: str) -> tuple[Version, Version]:
    """The lowest version that is admitted, and the first that is not."""
    lowest: Version = ()
    highest: Version = _ABOVE_ALL
    for sign, text, wild in _BOUND.findall(specifier):
        version = _version(text)
        lower, upper = _bounds(sign or "==", version, wild=bool(wild))
        lowest, highest = max(lowest, lower), min(highest, upper)
    # What an exact version leaves room for ends in a zero, and keeps it.
    return _plain(lowest), highest


def _bounds(sign: str, version: Version, *, wild: bool) -> tuple[Version, Version]:
    if sign in {"<", "<="}:
        return (), _plain(version) if sign == "<" else (*version, 0)
    if sign in {">", ">=", "!="}:
        return () if sign == "!=" else version, _ABOVE_ALL
    kept = {"~=": len(version) - 1, "^": _significant(version), "~": 2}.get(sign, len(version))
    exact = sign in {"==", "==="} and not wild
    return version, (*version, 0) if exact else _next(version[:kept])


def _significant(version: Version) -> int:
    """How many parts a caret keeps: up to the first that is not zero."""
    return next((at for at, part in enumerate(version, 1) if part), len(version))


def _next(version: Version) -> Version:
    return (*version[:-1], version[-1] + 1) if version else _ABOVE_ALL


def _version(text: str) -> Version:
    return tuple(int(part[:_LONGEST]) for part in text.split("."))


def _plain(version: Version) -> Version:
    """A version without zeros at its end: "1.0" and "1" are the same one."""
    while version and not version[-1]:
        version = version[:-1]
    return version
