"""The arguments that tools share.

Lives here: their types, apart from the work (writing.py), which is imported once a tool is called.
"""

from typing import Annotated, Literal

from pydantic import Field

Verify = Literal["static", "run", "none"]
Detail = Literal["concise", "full"]

Python = Annotated[
    str | None,
    Field(
        description="The Python that `verify=run` uses. Absolute, or relative to the project. "
        "Found by itself in .venv, VIRTUAL_ENV, poetry or conda.",
        min_length=1,
        examples=[".venv/bin/python"],
    ),
]
