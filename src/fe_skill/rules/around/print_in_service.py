"""A `print` in the code of a service.

Why: what is printed has no level, no time and no request id, and no log system finds it again.
"""

import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import is_migration, is_test
from fe_skill.syntax.module import SourceModule

_TALKS: Final = re.compile(
    r"(^|/)(scripts?|bin|cli|commands?|management|examples?|docs|benchmarks?|tools|demo)(/|\.py$)"
    r"|__main__\.py$|setup\.py$|manage\.py$|_cli\.py$"
)


def check(module: SourceModule) -> Iterator[Finding]:
    """Prints outside of scripts, commands and tests, and not below `__main__`."""
    if is_test(module.path) or is_migration(module.path) or _TALKS.search(module.path):
        return
    if "__name__" in module.text and "__main__" in module.text:
        return
    for call in module.calls_to("builtins.print"):
        yield RULE.finding(module, call, "printed, not logged")


RULE = Rule(
    code="FE801",
    name="print-in-service",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="log it, with its values as fields",
    check=InFile(check, (b"print(",)),
    profile="blueprint",
    examples=(
        Bad({"app/orders.py": 'def close(order):\n    print("closed", order)  # <- FE801\n'}),
        Good(
            {
                "scripts/seed.py": 'print("seeding")\n',
                "app/orders.py": "def print(order): ...\n\nprint(1)\n",
            }
        ),
    ),
)
