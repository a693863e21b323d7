"""The tools that are built, in the order in which they are listed.

Lives here: TOOLS, the one tuple that every shell walks.
Does not:   what a tool is (tool), what tools share (reply, writing), or how a shell shows one
            (server/, cli.py).

The server imports this before its first reply: a tool's file imports what is heavy when it runs.
"""

from fe_skill.tools.add_domain import TOOL as ADD_DOMAIN
from fe_skill.tools.describe_project import TOOL as DESCRIBE_PROJECT
from fe_skill.tools.diagnose_error import TOOL as DIAGNOSE_ERROR
from fe_skill.tools.scaffold import TOOL as SCAFFOLD
from fe_skill.tools.tool import Tool
from fe_skill.tools.undo_change import TOOL as UNDO_CHANGE
from fe_skill.tools.validate_project import TOOL as VALIDATE_PROJECT

TOOLS: tuple[Tool, ...] = (
    SCAFFOLD,
    ADD_DOMAIN,
    DESCRIBE_PROJECT,
    VALIDATE_PROJECT,
    DIAGNOSE_ERROR,
    UNDO_CHANGE,
)
