"""The machine ran out of memory, disk or file handles, or killed the process for it.

The cause is outside the project's source, though what it does may be what is too much.

Tell-tale: `MemoryError`, "No space left on device", "Too many open files", exit code 137,
           `SIGKILL`.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, LIKELY, Diagnosis, Fault, Sample

_SIGN = (
    r"No space left on device|Too many open files|Cannot allocate memory|^MemoryError|OOMKilled|"
    r"exit(?:ed)? (?:with )?(?:code|status) 137|was sent SIGKILL|Disk quota exceeded|"
    r"Read-only file system|can't start new thread|WorkerLostError|"
    r"process pool was terminated abruptly"
)


def recognise(case: Case) -> Diagnosis | None:
    found = case.says(_SIGN) if not case.chain else None
    raised = case.raised("MemoryError", "WorkerLostError", "BrokenProcessPool") or case.raised(
        says=_SIGN
    )
    if raised is None and found is None:
        return None
    said = raised.message or raised.name if raised else found[0] if found else ""
    return Diagnosis(
        what=f"the machine ran out of something: {said.partition(chr(10))[0][:100].rstrip('.')}",
        why="the cause is outside the project's source: memory, disk, file handles or rights",
        confidence=CLEAR if raised else LIKELY + 0.1,
        mend=(
            "see what is full, or what limit the container has, and who uses it",
            "workers each take memory: fewer of them, or a higher limit",
        ),
    )


FAULT = Fault(
    name="out-of-resources",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample("OSError: [Errno 28] No space left on device"),
        Sample("api-1 exited with code 137"),
    ),
)
