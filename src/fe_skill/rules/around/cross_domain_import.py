"""A domain that takes something from inside another one's routers or schemas.

Why: what two domains share by their HTTP side ties their APIs together: neither can change without
the other.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity

_INSIDE: Final = ("routers", "router", "schemas")


def check(program: Program) -> Iterator[Finding]:
    """Imports of another domain's routers and schemas."""
    domains = [d for d in program.facts.domains if "/" in d.path]
    for domain in domains:
        others = [d for d in domains if d is not domain]
        for path in program.facts.paths:
            module = program.module(path) if path.startswith(f"{domain.path}/") else None
            for node in module.nodes(ast.ImportFrom) if module is not None else ():
                source = module.imported_from(node) if module is not None else None
                for other in others:
                    inside = _inside(source or "", other.path.replace("/", "."))
                    if module is not None and inside in _INSIDE:
                        message = f"`{domain.name}` takes from the {inside} of `{other.name}`"
                        yield RULE.finding(module, node, message)


def _inside(source: str, package: str) -> str:
    """The part of a domain that a module belongs to; empty outside of it."""
    for start in (package, package.partition(".")[2]):
        if start and source.startswith(f"{start}."):
            return source[len(start) + 1 :].partition(".")[0]
    return ""


_DOMAIN = {
    f"src/domains/{name}/{part}/__init__.py": text
    for name in ("orders", "customers")
    for part, text in (
        ("models", ""),
        ("schemas", "class Shown: ...\n"),
        ("services", "class Service: ...\n"),
        ("routers", ""),
    )
}

RULE = Rule(
    code="FE807",
    name="cross-domain-import",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="call the other domain's service, and keep schemas to their own domain",
    check=InProject(check),
    profile="blueprint",
    examples=(
        Bad(
            {
                **_DOMAIN,
                "src/domains/orders/services/order.py": """
                from src.domains.customers.schemas import Shown  # <- FE807
                """,
            }
        ),
        Good(
            {
                **_DOMAIN,
                "src/domains/orders/services/order.py": """
                from src.domains.customers.services import Service
                from src.domains.orders.schemas import Shown
                """,
            }
        ),
    ),
)
