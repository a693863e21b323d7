"""Every fault, found by its file: faults/<family>/<name>.py with a FAULT of the same name.

Lives here: all_faults, names, family_of, fault_named.
Does not:   the order in which they are asked: it makes no difference (decide.py).

Importing all of them takes a while, so names are told from the files alone.
"""

from functools import cache
from importlib import import_module
from pathlib import Path

from fe_skill.faults.fault import Fault

_HOME = Path(__file__).parent
_OTHERS = frozenset(("reading", "looking", "__pycache__"))


@cache
def _files() -> dict[str, str]:
    """The module of each fault by the fault's name."""
    return {
        file.stem.replace("_", "-"): f"{__package__}.{file.parent.name}.{file.stem}"
        for file in sorted(_HOME.glob("*/*.py"))
        if file.parent.name not in _OTHERS and not file.stem.startswith("_")
    }


def names() -> tuple[str, ...]:
    """The names of all faults."""
    return tuple(_files())


def fault_named(name: str) -> Fault | None:
    """The fault of this name."""
    module = _files().get(name)
    if module is None:
        return None
    fault: Fault = import_module(module).FAULT
    return fault


def family_of(name: str) -> str:
    """The family of a fault: its folder."""
    return _files()[name].split(".")[-2]


@cache
def all_faults() -> tuple[Fault, ...]:
    """All faults, by name."""
    found = map(fault_named, names())
    return tuple(fault for fault in found if fault is not None)
