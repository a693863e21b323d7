"""The arguments that tools share.

Lives here: their types, apart from the work (writing.py), which is imported once a tool is called.
            A description's first sentence stands in the list of tools, where each word costs.
"""

from typing import Annotated, Literal

from pydantic import Field

_PROJECT = Field(
    description="Project folder. Absolute, or relative to the workspace.",
    min_length=1,
    examples=["services/order-desk"],
)

Project = Annotated[str, _PROJECT]
ProjectOrWorkspace = Annotated[str | None, _PROJECT]

DryRun = Annotated[
    bool, Field(description="Plan only. Proven and shown, nothing is written.", examples=[True])
]

Verify = Annotated[
    Literal["static", "run", "none"],
    Field(
        description="How it's proven. `static` executes nothing of the project; `run` also "
        "starts, migrates and tests a copy of it in its own environment.",
        examples=["run"],
    ),
]

Python = Annotated[
    str | None,
    Field(
        description="For verify=run. The interpreter. Absolute, or relative to the project. "
        "Found by itself in .venv, VIRTUAL_ENV, poetry or conda.",
        min_length=1,
        examples=[".venv/bin/python"],
    ),
]

Detail = Annotated[
    Literal["concise", "full"],
    Field(
        description="full adds the diff. And reasons or evidence, where there are any.",
        examples=["full"],
    ),
]

Limit = Annotated[int, Field(description="Page size.", ge=1, le=500, examples=[50])]

Cursor = Annotated[
    str | None,
    Field(
        description="next_cursor. Of the reply before, for the next page.",
        max_length=20,
        examples=["50"],
    ),
]
