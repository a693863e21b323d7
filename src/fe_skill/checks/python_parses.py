"""Every Python file of the change set parses.

Limits: syntax newer than the interpreter that runs us is judged by libcst, which knows it.
"""

from fe_skill.changes.planned import Planned
from fe_skill.checks.check import Check, Verdict, verdict_of
from fe_skill.checks.outline import outline_of


def _run(planned: Planned) -> Verdict:
    paths = (*planned.change_set.created, *planned.change_set.modified)
    python = (path for path in paths if path.suffix in (".py", ".pyi"))
    found = ((path, outline_of(planned.read(path) or b"").fault) for path in python)
    return verdict_of([f"{path}:{fault}" for path, fault in found if fault])


CHECK = Check(name="python-parses", run=_run)
