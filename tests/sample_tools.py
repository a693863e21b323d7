"""Tools as small as can be, one for each thing that a shell has to get right."""

import time
from typing import Annotated, Literal

from pydantic import Field

from fe_skill.call import Call
from fe_skill.problem import Problem, Refused
from fe_skill.tools.tool import Hints, Reply, Tool

SECRET = "hunter2"  # noqa: S105 -- stands for one in tests


class Greeting(Reply):
    title: str
    lines: tuple[str, ...]
    seconds: float

    def text(self) -> str:
        return f"greeted {self.title}"

    def passed(self) -> bool:
        return self.title != "nobody"


def greet(
    _call: Call,
    *,
    name: Annotated[str, Field(description="Whom to greet.", min_length=2, examples=["Ada"])],
    times: Annotated[int, Field(description="How often.", ge=1, le=9, examples=[2])] = 1,
    loud: Annotated[bool, Field(description="In capitals.", examples=[True])] = False,
    tone: Annotated[
        Literal["warm", "dry"], Field(description="How it sounds.", examples=["dry"])
    ] = "warm",
    guests: Annotated[
        list[str | dict[str, int]], Field(description="Who else, with ages.", examples=[["Bob"]])
    ] = [],  # noqa: B006 -- pydantic copies it
) -> Greeting:
    if name == "Voldemort":
        raise Refused(
            Problem(
                code="name-unspeakable",
                what="nobody says this name",
                why="it is a rule of the house",
                mend="say `you know who`",
                path="names.txt",
                line=7,
            )
        )
    word = {"warm": "Dear", "dry": "To"}[tone]
    line = f"{word} {name}" + "".join(f", {guest}" for guest in guests)
    lines = (line.upper() if loud else line,) * times
    return Greeting(title=name, lines=lines, seconds=time.perf_counter())


def leak(_call: Call) -> Greeting:
    message = f"password={SECRET}"
    raise RuntimeError(message)


def write_slowly(
    call: Call,
    *,
    path: Annotated[str, Field(description="The file.", examples=["out.txt"])],
    steps: Annotated[int, Field(description="Steps before it is written.", ge=1)] = 3,
) -> Greeting:
    file = call.locate(path)
    for done in range(steps):
        call.step(done, steps, f"step {done}")
        time.sleep(0.01)
    file.write_text("written")
    return Greeting(title=path, lines=(), seconds=0)


GREET = Tool(
    name="greet",
    title="Greet somebody",
    description="Greets somebody by name. To write a file, use `write-slowly`.",
    hints=Hints(read_only=True),
    run=greet,
    example={"name": "Ada", "times": 2, "guests": ["Bob"]},
)
LEAK = Tool(
    name="leak",
    title="Fail",
    description="Fails with a secret in its message.",
    hints=Hints(read_only=True, idempotent=False),
    run=leak,
    example={},
)
WRITE = Tool(
    name="write-slowly",
    title="Write a file",
    description="Writes a file after a while.",
    hints=Hints(read_only=False),
    run=write_slowly,
    example={"path": "out.txt"},
)
SAMPLES = (GREET, LEAK, WRITE)
