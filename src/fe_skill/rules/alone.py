"""What the rules that need one file alone say of one file.

Lives here: Alone, judged_alone, crash.
Does not:   which files, and what is remembered (memory.py), a second process for it (aside.py).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fe_skill.project.model import Gap
from fe_skill.rules.rule import Finding, InFile, Rule
from fe_skill.syntax.module import SourceModule


@dataclass(frozen=True, slots=True)
class Alone:
    """The findings of one file, the rules that failed with the reason, and why it wasn't read."""

    findings: tuple[Finding, ...]
    failed: tuple[tuple[str, str], ...] = ()
    gap: Gap | None = None

    @property
    def whole(self) -> bool:
        """Whether another look at the same content would find the same."""
        return self.gap is None and not self.failed


def judged_alone(
    path: str, data: bytes, rules: Iterable[Rule], parsed: Callable[[], SourceModule | Gap]
) -> Alone:
    """Judge a file; it is parsed when a look at its bytes gives a rule reason to."""
    found: list[Finding] = []
    failed: list[tuple[str, str]] = []
    for rule in rules:
        if not isinstance(rule.check, InFile) or not rule.check.worth(data):
            continue
        module = parsed()
        if isinstance(module, Gap):
            return Alone((), gap=module)
        try:
            found += rule.check.check(module)
        except Exception as error:  # noqa: BLE001 -- whatever a rule may raise
            failed.append((rule.code, f"{path}: {crash(error)}"))
    return Alone(tuple(found), tuple(failed))


def crash(error: Exception) -> str:
    """What is said of a rule that raised."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    line = f" (line {where.tb_lineno})" if where else ""
    return f"a mistake of ours: {type(error).__name__}{line}"
