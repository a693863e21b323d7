"""An installer finds no version that fits, or can't build one.

Tell-tale: "No matching distribution found", "ResolutionImpossible", "Failed building wheel",
           "pg_config executable not found", "externally-managed-environment".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"pg_config executable not found|mysql_config not found|error: command "
            r"'\S*(?:gcc|cc|clang)\S*' failed|Microsoft Visual C\+\+ \d+[.\d]* "
            r"(?:or greater )?is required|Failed (?:building wheel|to build)(?: "
            r"for)? (?:`)?([\w.-]+)|Could not build wheels for ([\w.,\s-]+)|can't "
            r"find Rust compiler"
        ),
        what=("a library has to be built here, and the tools for it aren't there: {0}{1}"),
        why="there is no ready wheel for this Python and system",
        mend=(
            (
                "use what has wheels: `psycopg[binary]` or `psycopg2-binary`; a Python "
                "that the library's release knows"
            ),
            (
                "or install compiler and headers (`libpq-dev`, `gcc`, `python3-dev`) "
                "in the image's build stage"
            ),
        ),
        aside=True,
    ),
    Sign(
        says=(
            r"ResolutionImpossible|conflicting dependencies|No solution found when "
            r"resolving|because these package versions have conflicting|version "
            r"solving failed|SolverProblemError|^The conflict is caused by:"
        ),
        what="no set of versions satisfies all requirements",
        why="two of them want different versions of a third",
        mend=(
            "loosen the stricter one; the installer's message names both",
            "upgrade the library that holds the other back",
        ),
        aside=True,
    ),
    Sign(
        says=(
            r"No matching distribution found for ([\w.\[\]<>=!~,-]+)|Could not find "
            r"a version that satisfies the requirement ([\w.\[\]<>=!~,-]+)|requires "
            r"a different Python|No versions of ([\w-]+) match"
        ),
        what="there is no such version for this Python: {0}{1}{2}",
        why=(
            "a misspelt name, a version that doesn't exist, or a Python that is "
            "too old or too new for it"
        ),
        mend=(
            ("compare the name and the version's `Requires-Python` with this interpreter"),
            ("in a container: take the base image that the requirements were locked for"),
        ),
        aside=True,
    ),
    Sign(
        says=r"externally-managed-environment|This environment is externally managed",
        what="the system's Python refuses packages",
        why="it belongs to the system's own package manager",
        mend=("`python -m venv .venv` and install there",),
        aside=True,
    ),
)

FAULT = Fault(
    name="dependency-cannot-be-installed",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample("ERROR: No matching distribution found for pydantic-settings==9.9.9"),
        Sample("Error: pg_config executable not found."),
        Sample("ERROR: ResolutionImpossible: for help visit https://pip.pypa.io"),
    ),
)
