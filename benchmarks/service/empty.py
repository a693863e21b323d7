"""The same server with a tool that does nothing: what a call costs without the work.

python -m benchmarks.service.empty PORT FOLDER WORKERS
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from fe_skill.call import Call
from fe_skill.server.serving import serve_http
from fe_skill.tools.tool import Hints, Reply, Tool


class Nothing(Reply):
    """The reply of the empty tool."""

    done: Annotated[bool, Field(description="Always true.")] = True

    def text(self) -> str:
        """One word."""
        return "done"

    def passed(self) -> bool:
        """It can't fail."""
        return True


def nothing(_call: Call, *, project: Annotated[str, Field(description="Unread.")] = ".") -> Nothing:
    """Do nothing."""
    del project
    return Nothing()


_EXAMPLE: Mapping[str, object] = {}
NOTHING = Tool(
    name="nothing",
    title="Nothing",
    description="Does nothing.",
    hints=Hints(read_only=True, idempotent=True),
    run=nothing,
    example=_EXAMPLE,
)


if __name__ == "__main__":
    port, folder, workers = sys.argv[1:]
    serve_http(
        (NOTHING,),
        (Path(folder),),
        host="127.0.0.1",
        port=int(port),
        names=(),
        workers=int(workers),
    )
