"""The names under which a project's functions and classes can be called, by a look at its bytes.

Lives here: called_names.
Does not:   what a call leads to (program_calls.py): most calls of a project are of libraries and
            builtins, and a name that nothing here has needs no closer look.

Taken in are definitions, what `as` renames, and whatever is assigned: it may hold a function.
"""

import re
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fe_skill.project.reader import Facts

_NAMING: Final = (
    re.compile(rb"def (\w+)"),
    re.compile(rb"class (\w+)"),
    re.compile(rb" as (\w+)"),
    re.compile(rb"\n[ \t]*(\w+)[ \t]*(?::[^=\n]*)?=(?!=)"),
    re.compile(rb"\.(\w+)[ \t]*(?::[^=\n]*)?=(?!=)"),
)


def called_names(facts: "Facts") -> frozenset[str]:
    """The last parts of what a call has to name to lead into the project."""
    return frozenset().union(*(facts.look(_named, path) for path in facts.paths))


def _named(data: bytes) -> frozenset[str]:
    """The names of one file."""
    source = b"\n" + data
    found = {name for naming in _NAMING for name in naming.findall(source)}
    return frozenset(sys.intern(name.decode("utf-8", "replace")) for name in found)
