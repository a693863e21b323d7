"""The tools that are built, in the order in which they are listed.

Lives here: TOOLS, the one tuple that every shell walks.
Does not:   what a tool is (tool.py), or how a shell shows it (server/, cli.py).

The server imports this before its first reply: a tool's file imports what is heavy when it runs.
"""

from fe_skill.tools.tool import Tool

TOOLS: tuple[Tool, ...] = ()
