r"""The system can't start the script or the program of a container.

The kernel doesn't find what the first line names, or the file is made for another machine.

Tell-tale: "exec format error", "env: 'python\\r'", "exec /entrypoint.sh: no such file or
           directory".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"""env: \W?(\w+)\\r|\^M: bad interpreter|\$'\\r': command not found|"""
            r"set: illegal option -\r?"
        ),
        what="a script has the line ends of Windows",
        why="the carriage return is taken for a part of the interpreter's name",
        mend=(
            "save it with plain line ends: `sed -i 's/\\r$//' ...`",
            "`*.sh text eol=lf` in `.gitattributes`",
        ),
        aside=True,
    ),
    Sign(
        says=r"exec format error",
        what=("a program is for another kind of machine, or a script doesn't say what runs it"),
        why=(
            "the image was built for another architecture (arm64 and amd64), or "
            "`#!` is missing or not in the first line"
        ),
        mend=(
            "`docker build --platform linux/amd64`, as the machine that runs it",
            "begin the script with `#!/bin/sh`",
        ),
        aside=True,
    ),
    Sign(
        says=(
            r"exec:? \"?(\S+?)\"?: (?:no such file or directory|permission denied|"
            r"stat [^:]+: no such file)|exec user process caused|"
            r"(\S+): cannot execute: required file not found"
        ),
        what="what the container should start can't be started: `{0}{1}`",
        why=(
            "it isn't there under this path, it isn't executable, or what its "
            "first line names isn't there"
        ),
        mend=(
            "`COPY` it, `chmod +x` it, and keep plain line ends",
            "a volume may hide what the image holds",
        ),
        aside=True,
    ),
)

FAULT = Fault(
    name="entrypoint-cannot-run",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample("env: 'python\\r': No such file or directory"),
        Sample("exec /app/entrypoint.sh: no such file or directory"),
        Sample("standard_init_linux.go:228: exec user process caused: exec format error"),
    ),
)
