"""What can be explained: procedures, tools, rules and faults, each one page of Markdown.

Lives here: Topic, topics, rule_topics, fault_topics, explained.
Does not:   the pages (templates/agents/skill/references, rule_pages.py, fault_pages.py), or how one
            is shown (cli.py, server/).
"""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from fe_skill.problem import Problem, Refused
from fe_skill.skill_bundle import bundle_folder, reference
from fe_skill.tools.tool import Tool

_PROCEDURES = {
    "procedure-1": "a feature domain",
    "procedure-2": "async data access",
    "procedure-3": "validation and guards before production",
}


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One page. It is read when it is asked for."""

    name: str
    kind: Literal["procedure", "tool", "rule", "fault"]
    title: str
    page: Callable[[], str]


def topics(tools: Sequence[Tool]) -> tuple[Topic, ...]:
    """Every topic but the rules and faults, the procedures first."""
    procedures = (
        Topic(
            name=name,
            kind="procedure",
            title=f"Procedure {name[-1]}: {title}",
            page=partial(_procedure, name),
        )
        for name, title in _PROCEDURES.items()
    )
    pages = (
        Topic(name=tool.name, kind="tool", title=tool.title, page=partial(reference, tool))
        for tool in tools
    )
    return (*procedures, *pages)


def rule_topics() -> tuple[Topic, ...]:
    """Every rule, by code; apart from the others, for the server starts without them."""
    from fe_skill.rule_pages import rule_page  # noqa: PLC0415 -- a hundred files
    from fe_skill.rules.registry import known_rules  # noqa: PLC0415

    return tuple(
        Topic(name=rule.code, kind="rule", title=rule.name, page=partial(rule_page, rule))
        for rule in known_rules().values()
    )


def fault_topics() -> tuple[Topic, ...]:
    """Every fault that `diagnose-error` knows; apart from the others for the same reason."""
    from fe_skill.fault_pages import fault_page  # noqa: PLC0415 -- a hundred files
    from fe_skill.faults.registry import all_faults  # noqa: PLC0415

    return tuple(
        Topic(name=fault.name, kind="fault", title=fault.title, page=partial(fault_page, fault))
        for fault in all_faults()
    )


def explained(name: str, tools: Sequence[Tool]) -> str:
    """The page of the topic `name`; a rule has two names, its code and its name.

    Raises:
        Refused: `topic-unknown`.
    """
    known = [(topic.name, topic) for topic in topics(tools)]
    if not any(name == one for one, _ in known):
        rules = rule_topics()
        known += [(topic.name, topic) for topic in (*rules, *fault_topics())]
        known += [(topic.title, topic) for topic in rules]
    # A rule and a fault may have one name: what to avoid, and what it looks like when it happens.
    if pages := [topic.page() for one, topic in known if one == name]:
        return "\n".join(pages)
    near = difflib.get_close_matches(name, [one for one, _ in known], n=1)
    raise Refused(
        Problem(
            code="topic-unknown",
            what=f"`{ascii(name)[1:-1][:60]}` is no topic",
            why="the topics are rules, faults, and "
            + ", ".join(f"`{t.name}`" for t in topics(tools)),
            mend=f"ask for `{near[0]}`" if near else "ask for one of them",
        )
    )


def _procedure(name: str) -> str:
    return (bundle_folder() / f"references/{name}.md").read_text(encoding="utf-8")
