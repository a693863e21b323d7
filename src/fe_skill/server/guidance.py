"""What the server offers besides tools: pages to read and workflows to start.

Lives here: the procedures, rules and faults as resources, the workflows as prompts.
Does not:   their words (topics.py, prompts.py), or the skill's files (served_skill.py).
"""

from collections.abc import Mapping, Sequence

from mcp import MCPError
from mcp.server.mcpserver.resources import FunctionResource, Resource
from mcp.types import (
    INVALID_PARAMS,
    GetPromptResult,
    Prompt,
    PromptArgument,
    PromptMessage,
    TextContent,
)

from fe_skill.problem import Refused
from fe_skill.prompts import WORKFLOWS, Workflow
from fe_skill.tools.tool import Tool
from fe_skill.topics import explained, topics


def pages(tools: Sequence[Tool]) -> list[Resource]:
    """A resource a topic; the tools aren't among them, for they are listed already."""
    return [
        FunctionResource(
            uri=f"fe-skill://topics/{topic.name}",
            name=topic.name,
            title=topic.title,
            mime_type="text/markdown",
            fn=topic.page,
        )
        for topic in topics(tools)
        if topic.kind != "tool"
    ]


def explained_rule(rule: str) -> str:
    """The page on a rule, by its code or its name.

    Raises:
        MCPError: there is no such rule.
    """
    return _page(rule)


def explained_fault(fault: str) -> str:
    """The page on a fault, by its name.

    Raises:
        MCPError: there is no such fault.
    """
    return _page(fault)


def _page(name: str) -> str:
    try:
        return explained(name, ())
    except Refused as error:
        raise MCPError(INVALID_PARAMS, error.problem.text()) from error


def workflows(tools: Sequence[Tool]) -> dict[str, Workflow]:
    """The workflows whose tools are all there."""
    names = {tool.name for tool in tools}
    return {workflow.name: workflow for workflow in WORKFLOWS if workflow.needs <= names}


def listed(workflow: Workflow) -> Prompt:
    """The workflow as `prompts/list` shows it."""
    return Prompt(
        name=workflow.name,
        title=workflow.title,
        description=workflow.description,
        arguments=[
            PromptArgument(name=a.name, description=a.description, required=a.default is None)
            for a in workflow.arguments
        ],
    )


def filled(known: Mapping[str, Workflow], name: str, given: Mapping[str, str]) -> GetPromptResult:
    """The workflow `name` with its blanks filled.

    Raises:
        MCPError: no such workflow, or an argument is missing, unknown or too long.
    """
    if name not in known:
        there = ", ".join(f"`{workflow}`" for workflow in known)
        raise MCPError(INVALID_PARAMS, f"unknown prompt {name!a}; the prompts are {there}")
    workflow = known[name]
    names = {argument.name: argument.longest for argument in workflow.arguments}
    missing = [a.name for a in workflow.arguments if a.default is None and not given.get(a.name)]
    wrong = [n for n, value in sorted(given.items()) if len(value) > names.get(n, -1)]
    if missing or wrong:
        takes = ", ".join(f"`{n}`" for n in sorted(names))
        what = f"missing: {missing}; not taken: {wrong}"
        raise MCPError(INVALID_PARAMS, f"`{name}` takes {takes}; {what}")
    text = TextContent(text=workflow.text(given))
    return GetPromptResult(
        description=workflow.description, messages=[PromptMessage(role="user", content=text)]
    )
