"""A file or folder that is opened isn't there.

A relative path counts from the folder in which the process was started.

Tell-tale: `FileNotFoundError`, "No such file or directory".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("FileNotFoundError",),
        says=(
            r"""No such file or directory: b?['\"]([^'\"]+)['\"]|cannot find the """
            r"(?:file|path) specified: '([^']+)'"
        ),
        what="`{0}{1}` isn't there",
        why=(
            "a relative path counts from where the process was started; folders "
            "without a file aren't kept by git, and an image holds only what was "
            "copied"
        ),
        mend=(
            "build the path from the module: `Path(__file__).parent / ...`",
            "make the folder when the application starts, or copy it into the image",
        ),
    ),
    Sign(
        types=("NotADirectoryError", "IsADirectoryError", "FileExistsError"),
        says=r"\[Errno \d+\] ([^:]+): '([^']+)'",
        what="`{1}`: {0}",
        why=(
            "what is there is of another kind than what the code takes it for; a "
            "volume that mounts a file makes a folder where none was"
        ),
        mend=("see what stands there where the process runs",),
    ),
)

FAULT = Fault(
    name="file-missing",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                ("FileNotFoundError: [Errno 2] No such file or directory: 'config/app.toml'"),
                ("/srv/app/settings.py", 12, "load", "with open(path) as file:"),
            )
        ),
    ),
    lookalikes=(Sample("RuntimeError: Directory 'static' does not exist"),),
)
