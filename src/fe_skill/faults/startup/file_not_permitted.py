"""The process may not open a file, a folder or a port.

Tell-tale: `PermissionError`, "[Errno 13] Permission denied".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("PermissionError",),
        says=r"\[Errno 13\][^:\n]*: '([^']+)'",
        what="the process may not open `{0}`",
        why="it runs as a user whom the file or its folder doesn't let in",
        mend=(
            "give the folder to the user that the container or service runs as",
            "write to a place that is meant for it: a volume, a temporary folder",
        ),
    ),
    Sign(
        says=(
            r"\[Errno 13\] (?:error while attempting to bind|Permission denied)|"
            r"WinError 10013|\[Errno 1\] Operation not permitted"
        ),
        what="the process may not do what it asks the system for",
        why="ports below 1024 and other users' files need rights that it lacks",
        mend=("listen on a port above 1024, and let a proxy have 80 and 443",),
    ),
)

FAULT = Fault(
    name="file-not-permitted",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                "PermissionError: [Errno 13] Permission denied: '/data/uploads/a.png'",
                ("/srv/app/uploads.py", 12, "save", "with open(path, 'wb') as file:"),
            )
        ),
        Sample("ERROR:    [Errno 13] Permission denied"),
    ),
)
