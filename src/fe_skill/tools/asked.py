"""What several tools are asked in the same words: a project that is there, a page of a list.

Lives here: project_at, offset_of.
Does not:   other arguments (arguments.py), or whether a path may be touched (call.py).
"""

from pathlib import Path

from fe_skill.call import Call
from fe_skill.problem import Problem, Refused


def project_at(call: Call, project: str) -> Path:
    """The folder of a project.

    Raises:
        Refused: `project-not-found`, or what `Call.locate` raises.
    """
    root = call.locate(project)
    if root.is_dir():
        return root
    raise Refused(
        Problem(
            code="project-not-found",
            what=f"`{root.name}` is not a folder",
            why="what there is to say is read from a project's files",
            mend="give the folder that holds the project as `project`",
        )
    )


def offset_of(cursor: str | None) -> int:
    """Where the page of a list begins that `cursor` stands for; the first one without it.

    Raises:
        Refused: `cursor-malformed`.
    """
    if cursor is None:
        return 0
    if not cursor.isascii() or not cursor.isdigit():
        raise Refused(
            Problem(
                code="cursor-malformed",
                what=f"`{ascii(cursor)[1:-1][:20]}` is not a cursor of this tool",
                why="a cursor is the `next_cursor` of an earlier reply",
                mend="call again without `cursor` for the first page",
            )
        )
    return int(cursor)
