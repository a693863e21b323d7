"""Every Python file of the change set parses.

Limits: syntax newer than the interpreter that runs us is judged by libcst, which knows it.
"""

from pathlib import PurePosixPath

from fe_skill.changes.planned import Planned
from fe_skill.checks.check import Check, Verdict, verdict_of


def _fault_of(planned: Planned, path: PurePosixPath) -> str | None:
    """What keeps `path` from being Python, with its line; None when it parses."""
    try:
        planned.tree(path)
    except SyntaxError as error:
        if _newer_than_us(planned.read(path) or b""):
            return None
        return f"{error.lineno or 1}: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return f"1: {error or type(error).__name__}"
    return None


def _newer_than_us(content: bytes) -> bool:
    if b"\0" in content:
        return False
    import libcst  # noqa: PLC0415 -- slow to import, and rarely needed

    try:
        libcst.parse_module(content)
    except Exception:  # noqa: BLE001 -- libcst documents no narrower class for broken input
        return False
    return True


def _run(planned: Planned) -> Verdict:
    paths = (*planned.change_set.created, *planned.change_set.modified)
    python = (path for path in paths if path.suffix in (".py", ".pyi"))
    found = ((path, _fault_of(planned, path)) for path in python)
    return verdict_of([f"{path}:{fault}" for path, fault in found if fault])


CHECK = Check(name="python-parses", run=_run)
