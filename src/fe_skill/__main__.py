"""The `fe-skill` program.

Lives here: what has to come before any import, and the one place that ends the process.
Does not:   the commands (cli.py).
"""

import sys
from io import TextIOWrapper

from fe_skill.startup import uncollected


def main() -> None:
    """Carry out the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_served() if sys.argv[1:] == ["serve"] else _commanded())


def _commanded() -> int:
    with uncollected():
        from fe_skill import cli  # noqa: PLC0415 -- after the collector is off
        from fe_skill.tools import TOOLS  # noqa: PLC0415 -- likewise
    return cli.run(TOOLS, sys.argv[1:])


def _served() -> int:
    """What clients start: the command line's own imports would be a thirtieth of their waiting."""
    with uncollected():
        from fe_skill.problem import Refused  # noqa: PLC0415 -- after the collector is off
        from fe_skill.server.stdio import serve_stdio  # noqa: PLC0415 -- likewise
        from fe_skill.tools import TOOLS  # noqa: PLC0415 -- likewise
    try:
        serve_stdio(TOOLS, ())
    except Refused:
        return _commanded()  # which tells it as every command does
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    main()
