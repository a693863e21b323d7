"""The one way in which a shell gets the answer of a tool.

Lives here: validate, run, and tell a mistake of the caller from a bug of ours.
Does not:   how an outcome is shown, or its traceback written (server/, cli.py).
"""

from collections.abc import Mapping

from fe_skill.call import Call
from fe_skill.problem import Bug, FeSkillError
from fe_skill.tools.arguments import validated
from fe_skill.tools.tool import Reply, Tool


def answer(tool: Tool, given: Mapping[str, object], call: Call) -> Reply:
    """The reply of `tool` to the arguments as they came in.

    Raises:
        FeSkillError: and nothing else; what a tool should have handled is the cause of a Bug.
    """
    try:
        return tool.run(call, **validated(tool, given))
    except FeSkillError:
        raise
    except Exception as error:
        raise Bug(tool.name) from error
