"""Two modules import one another, and one is asked for a name before it has it.

Python runs a module from the top; what stands below an import isn't there yet when that import
leads back.

Tell-tale: "partially initialized module", "most likely due to a circular import".
"""

import ast
import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.modules import known, names_of
from fe_skill.faults.looking.names import import_at
from fe_skill.faults.mending import line_before, without
from fe_skill.syntax.module import FUNCTIONS, Function, SourceModule

_SIGN = re.compile(r"partially initialized module '([\w.]+)'")
_TYPED = (ast.arg, ast.AnnAssign)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ImportError", "AttributeError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message if raised else case.said)
    if found is None or (case.program and found[1] not in known(case)):
        return None
    cycle = _cycle(case, found[1])
    if _shadows(cycle, found[1]):
        return None
    place = cycle[0].place if cycle else None
    names = " -> ".join([*(spot.path for spot in cycle), cycle[0].path]) if cycle else found[1]
    return Diagnosis(
        what=f"importing `{found[1]}` leads back to it: {names}",
        why="a module has only what stands above the import that led away from it",
        confidence=SURE if len(cycle) > 1 else CLEAR,
        place=place,
        evidence=tuple(spot.evidence("imports the next one") for spot in cycle),
        mend=(
            "move what both need into a third module that imports neither",
            "or import inside the function that uses it; for annotations alone, under "
            "`if TYPE_CHECKING:`",
        ),
        edits=_moved(case, cycle[-1]) if len(cycle) > 1 else (),
    )


def _cycle(case: Case, name: str) -> list[Spot]:
    """The imports from the module that isn't ready to the one that asks it, each once."""
    spots = [spot for spot in case.spots() if spot.function == "<module>"]
    first = next((n for n, spot in enumerate(spots) if name in names_of(spot.path)), None)
    return spots[first:] if first is not None else spots[-1:]


def _shadows(cycle: list[Spot], name: str) -> bool:
    """A file that imports its own name took the name of a library (stdlib-shadowed)."""
    return len(cycle) == 1 and cycle[0].path == f"{name}.py"


def _moved(case: Case, spot: Spot) -> tuple[Edit, ...]:
    """The import inside the functions that use what it gives, where nothing else does."""
    found = import_at(case, spot)
    if found is None or not isinstance(found[1], ast.ImportFrom):
        return ()
    module, node = found
    if node not in module.tree.body:
        return ()
    names = {alias.asname or alias.name for alias in node.names}
    users = _users(module, names)
    if not users:
        return ()
    text = " ".join(module.segment(node).split())
    return (without(module, node), *(_first_line(module, one, text) for one in users))


def _users(module: SourceModule, names: set[str]) -> list[Function]:
    """The outermost functions in whose bodies alone the names are used."""
    found: dict[int, Function] = {}
    for name in module.nodes(ast.Name):
        if name.id not in names:
            continue
        outer = [one for one in module.parents(name) if isinstance(one, FUNCTIONS)]
        if not outer or not isinstance(outer[-1], FUNCTIONS) or not _in_body(outer[-1], name):
            return []
        found[outer[-1].lineno] = outer[-1]
    return list(found.values())


def _in_body(function: Function, name: ast.Name) -> bool:
    return any(name is node for statement in function.body for node in ast.walk(statement))


def _first_line(module: SourceModule, function: Function, text: str) -> Edit:
    body = function.body
    first = body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return line_before(module, body[1] if told and len(body) > 1 else first, f"{text}\n")


_ORDERS = "from app.prices import price\n\nBASE = 1\n\n\ndef total():\n    return price()\n"
_PRICES = "from app.orders import BASE\n\n\ndef price():\n    return BASE\n"

FAULT = Fault(
    name="import-cycle",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "ImportError: cannot import name 'BASE' from partially initialized module "
                "'app.orders' (most likely due to a circular import) (/srv/app/orders.py)",
                ("/srv/app/main.py", 1, "<module>", "from app.orders import total"),
                ("/srv/app/orders.py", 1, "<module>", "from app.prices import price"),
                ("/srv/app/prices.py", 1, "<module>", "from app.orders import BASE"),
            ),
            {
                "app/main.py": "from app.orders import total\n",
                "app/orders.py": _ORDERS,
                "app/prices.py": _PRICES,
            },
            "app/orders.py:1",
            mended=True,
        ),
    ),
    docs=("https://docs.python.org/3/faq/programming.html",),
)
