"""The workflows that a person may start by name, as a client's slash commands.

Lives here: Workflow, WORKFLOWS; each is offered only where the tools that it names are.
Does not:   their words (templates/agents/prompts), or the protocol's side (server/guidance.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fe_skill.data import data_folder


@dataclass(frozen=True, kw_only=True)
class Argument:
    """One blank of a workflow; `default` fills it when nothing is said, None asks for a word."""

    name: str
    description: str
    default: str | None = None
    longest: int = 2000


@dataclass(frozen=True, kw_only=True)
class Workflow:
    """A task in words for the model; `needs` are the tools without which it makes no sense."""

    name: str
    title: str
    description: str
    arguments: tuple[Argument, ...]
    needs: frozenset[str]

    def text(self, given: Mapping[str, str]) -> str:
        """The words, with the blanks filled."""
        page = data_folder("templates") / f"agents/prompts/{self.name}.md"
        values = {a.name: given.get(a.name) or a.default or "" for a in self.arguments}
        return page.read_text(encoding="utf-8").format(**values)


_PROJECT = Argument(
    name="project",
    description="The project's folder. By default the workspace.",
    default="in the workspace",
)

WORKFLOWS = (
    Workflow(
        name="new-service",
        title="New FastAPI service",
        description="Makes a service that runs, migrates and tests, and proves it.",
        arguments=(
            Argument(name="purpose", description="What the service is for, in a sentence."),
            Argument(
                name="path",
                description="The new folder. By default one of the service's name.",
                default="(a new folder of that name)",
            ),
        ),
        needs=frozenset({"scaffold"}),
    ),
    Workflow(
        name="new-domain",
        title="New domain in a service",
        description="Adds entities with routes, migration and tests, and proves them.",
        arguments=(
            Argument(name="what", description="Its entities and rules, in a sentence or two."),
            _PROJECT,
        ),
        needs=frozenset({"add-domain", "describe-project"}),
    ),
    Workflow(
        name="fix-failure",
        title="Fix this failure",
        description="Goes from a traceback, log or response to the cause, and proves the repair.",
        arguments=(
            Argument(
                name="error",
                description="The failure as text, the more the better.",
                longest=50_000,
            ),
            _PROJECT,
        ),
        needs=frozenset({"diagnose-error", "validate-project"}),
    ),
    Workflow(
        name="review-project",
        title="Review this FastAPI project",
        description="Goes through a project's routes, models and guards, and changes nothing.",
        arguments=(_PROJECT,),
        needs=frozenset({"describe-project", "validate-project"}),
    ),
)
