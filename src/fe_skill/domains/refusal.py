"""What is refused without a place in a file.

Lives here: refused.
"""

from fe_skill.problem import Problem, Refused


def refused(code: str, what: str, why: str, mend: str) -> Refused:
    """A refusal without a place in a file."""
    return Refused(Problem(code=code, what=what, why=why, mend=mend))
