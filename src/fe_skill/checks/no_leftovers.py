"""No new file holds template markup that should have been rendered.

Limits: only files that we create are read, for an edited one may hold markup of its owner's.
`${{ }}` belongs to CI files and stays; so do files that are templates themselves.
"""

import re
from pathlib import PurePosixPath

from fe_skill.changes.planned import Planned
from fe_skill.checks.check import Check, Verdict, verdict_of

_TEMPLATES = frozenset({".jinja", ".jinja2", ".j2", ".tmpl", ".mako", ".html", ".hbs"})

# Python's own `{{` stands in f-strings and `.format` texts, and a dict in a dict is `{ {`: so a
# leftover is a pair of double braces around a bare name, a call or a filter, or any statement tag.
_LEFTOVER = re.compile(
    rb"(?<!\$)\{\{-?[ ]+[A-Za-z_][^{}\n]*[ ]-?\}\}|\{%-?[ ].*?%\}|\{#-?[ ].*?#\}"
)


def _run(planned: Planned) -> Verdict:
    faults = []
    for path in planned.change_set.created:
        if path.suffix not in _TEMPLATES:
            faults += _leftovers(path, planned.read(path) or b"")
        faults += [f"{path}: its own name holds markup"] if "{{" in str(path) else []
    return verdict_of(faults)


def _leftovers(path: PurePosixPath, content: bytes) -> list[str]:
    return [
        f"{path}:{number}: {match.group().decode(errors='replace')}"
        for number, line in enumerate(content.split(b"\n"), 1)
        if (match := _LEFTOVER.search(line))
    ]


CHECK = Check(name="no-template-leftovers", run=_run)
