"""What one look at the environment found.

Lives here: Sign.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Sign:
    """`ok`; `absent`, what only some work needs; or `broken`, without which nothing works.

    `mend` is empty only for what is ok.
    """

    name: str
    state: Literal["ok", "absent", "broken"]
    detail: str
    mend: str = ""

    def text(self) -> str:
        """One line, and a second one with what to do."""
        line = f"{self.state:7}{self.name}: {self.detail}"
        return f"{line}\n       mend: {self.mend}" if self.mend else line
