"""What can be read about faults: a page on each, and a table of all.

Lives here: fault_page, faults_table.
Does not:   the faults (faults/), or where a page is shown (topics.py).
"""

from itertools import groupby

from fe_skill.faults.fault import Fault
from fe_skill.faults.registry import all_faults, family_of

_LONGEST = 1_200
_FAMILIES = {
    "data": "Between the session and the database",
    "migrations": "Migrations",
    "orm": "Sessions, loading, mapping",
    "outside": "Causes outside the project",
    "requests": "What a client sees",
    "startup": "Imports, entry points, routes as they are declared",
    "tasks": "Event loops, tests, what runs beside a request",
    "validation": "Responses, settings, schemas",
}


def fault_page(fault: Fault) -> str:
    """One fault: what it is, how it is told from others, what it looks like."""
    sample = fault.samples[0].text.strip()
    shown = sample if len(sample) <= _LONGEST else f"{sample[:_LONGEST]}..."
    parts = [
        f"# {fault.name}",
        (fault.explanation or "").strip(),
        f"## What it looks like\n\n```text\n{shown}\n```",
        *(f"Read on: <{link}>" for link in fault.docs),
    ]
    return "\n\n".join(parts) + "\n"


def faults_table() -> str:
    """All faults by family, one line each."""
    lines: list[str] = []
    ordered = sorted(all_faults(), key=lambda fault: (family_of(fault.name), fault.name))
    for family, faults in groupby(ordered, key=lambda fault: family_of(fault.name)):
        lines += [f"### {_FAMILIES[family]}", "", "| fault | what it is |", "| --- | --- |"]
        lines += [f"| `{one.name}` | {one.title} |" for one in faults]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"
