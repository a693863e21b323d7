"""What is refused in projects that we didn't make.

Lives here: unfit, ambiguous.
"""

from collections.abc import Sequence

from fe_skill.problem import Problem, Refused


def unfit(code: str, what: str, why: str, mend: str, path: str | None = None) -> Refused:
    """The project, or what is asked of it, doesn't allow it."""
    return Refused(Problem(code=code, what=what, why=why, mend=mend, path=path))


def ambiguous(what: str, argument: str, candidates: Sequence[str]) -> Refused:
    """Several things could be meant; `argument` chooses."""
    shown = ", ".join(f"`{candidate}`" for candidate in candidates[:6])
    return Refused(
        Problem(
            code=f"{argument}-ambiguous",
            what=f"the project has several {what}: {shown}",
            why="neither is clearly the one that its parts use",
            mend=f"choose with `{argument}`, for instance `{argument}: {candidates[0]!r}`",
        )
    )


def unknown(what: str, argument: str, given: str, candidates: Sequence[str]) -> Refused:
    """What `argument` names isn't there."""
    shown = ", ".join(f"`{candidate}`" for candidate in candidates[:6]) or "none"
    return Refused(
        Problem(
            code=f"{argument}-unknown",
            what=f"the project has no {what} `{ascii(given)[1:-1][:80]}`",
            why=f"found were: {shown}",
            mend=f"give one of these as `{argument}`, or leave it out",
        )
    )
