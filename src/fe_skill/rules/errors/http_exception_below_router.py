"""An HTTPException in a model or a service.

Why: a service that answers in HTTP can't be used by a job, a command or another service, and its
tests have to speak of status codes.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import HTTP_EXCEPTIONS
from fe_skill.syntax.module import SourceModule

_BELOW: Final = re.compile(r"(^|/)(services?|models?|repositor(y|ies)|crud)(/|\.py$|_\w+\.py$)")


def check(module: SourceModule) -> Iterator[Finding]:
    """Such exceptions raised in files of services, models and repositories."""
    if not _BELOW.search(module.path):
        return
    for node in module.nodes(ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if module.is_(raised, *HTTP_EXCEPTIONS):
            yield RULE.finding(module, node, "HTTP is the router's business, not this layer's")


RULE = Rule(
    code="FE603",
    name="http-exception-below-router",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="raise an error of the domain, and let a handler turn it into an answer",
    check=InFile(check, (b"HTTPException",)),
    profile="blueprint",
    examples=(
        Bad(
            {
                "app/orders/services.py": """
                from fastapi import HTTPException

                def read(orders, order_id: int):
                    if order_id not in orders:
                        raise HTTPException(404)  # <- FE603
                    return orders[order_id]
                """
            }
        ),
        Good(
            {
                "app/orders/router.py": """
                from fastapi import HTTPException

                def read(orders, order_id: int):
                    if order_id not in orders:
                        raise HTTPException(404)
                    return orders[order_id]
                """
            }
        ),
    ),
)
