"""A Python library lacks the compiled library under it.

Tell-tale: "cannot open shared object file", "DLL load failed", "no pq wrapper available".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("ImportError", "OSError"),
        says=(
            r"(lib[\w.+-]+\.(?:so|dylib)[\w.]*)(?: =>)?: cannot open shared object|"
            r"Library not loaded: (\S+)"
        ),
        what="the system has no `{0}{1}`, which a library needs",
        why="slim images leave out such libraries; they are the system's, not pip's",
        mend=(
            (
                "install the system's package for it in the image's last stage: "
                "`libpq5`, `libgl1`, `libmagic1`"
            ),
            ("or take what brings its own: `psycopg[binary]`, `opencv-python-headless`"),
        ),
    ),
    Sign(
        types=("ImportError",),
        says=(
            r"DLL load failed while importing (\w+)|no pq wrapper available|"
            r"(?:failed to find|Unable to find|cannot find) (?:lib)?(magic|zbar|"
            r"cairo|pango)|incompatible architecture|wrong ELF class|mach-o"
        ),
        what="the compiled part of a library can't be loaded: {0}{1}",
        why="it is missing, or was built for another system or Python",
        mend=(
            "install it anew for this Python and system",
            (
                "Windows: the Visual C++ runtime; psycopg: `psycopg[binary]`, or the "
                "system's `libpq`"
            ),
        ),
    ),
)

FAULT = Fault(
    name="compiled-library-missing",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            "ImportError: libpq.so.5: cannot open shared object file: No such file or directory"
        ),
        Sample("ImportError: no pq wrapper available."),
    ),
)
