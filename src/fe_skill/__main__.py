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
    with uncollected():
        from fe_skill import cli  # noqa: PLC0415 -- after the collector is off
        from fe_skill.tools import TOOLS  # noqa: PLC0415 -- likewise
    sys.exit(cli.run(TOOLS, sys.argv[1:]))


if __name__ == "__main__":
    main()
