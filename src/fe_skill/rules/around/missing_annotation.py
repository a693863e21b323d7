"""A function whose types are not written down.

Why: without them neither the type checker nor FastAPI knows what goes in and what comes out.
"""

from collections.abc import Iterator

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import is_migration, is_test, parameters
from fe_skill.syntax.module import SourceModule


def check(module: SourceModule) -> Iterator[Finding]:
    """Functions with a parameter or a result without a type."""
    if is_test(module.path) or is_migration(module.path):
        return
    for function in module.functions:
        bound = 1 if module.class_of(function) and function.args.args else 0
        missing = [p.arg for p in parameters(function)[bound:] if p.annotation is None]
        if missing:
            names = ", ".join(f"`{name}`" for name in missing[:3])
            yield RULE.finding(module, function, f"`{function.name}` has no type for {names}")
        elif function.returns is None:
            yield RULE.finding(module, function, f"`{function.name}` doesn't say what it returns")


RULE = Rule(
    code="FE804",
    name="missing-annotation",
    severity=Severity.INFO,
    explanation=__doc__,
    mend="annotate every parameter and the result",
    check=InFile(check, (b"def ",)),
    profile="blueprint",
    examples=(
        Bad(
            """
            def close(order) -> None: ...  # <- FE804

            def total(count: int):  # <- FE804
                return count
            """
        ),
        Good(
            """
            class Order:
                def close(self, by: str) -> None: ...
            """
        ),
    ),
)
