"""Which routes each statement serves, by the calls that lead to it.

Lives here: link_uses.
Does not:   the statements (link_access.py), the calls (program_reach.py).
"""

from fe_skill.project.model import Query, QueryUse
from fe_skill.project.program import Chain, Program


def link_uses(program: Program) -> tuple[QueryUse, ...]:
    """Every statement with its routes, and the chain of calls from the nearest of them.

    Those that serve routes come first.
    """
    known: dict[str, tuple[tuple[str, ...], Chain]] = {}
    found: list[QueryUse] = []
    for query in program.facts.queries:
        dotted = _function(program, query)
        if dotted not in known:
            known[dotted] = _routes(program, dotted)
        routes, chain = known[dotted]
        found.append(QueryUse(query, routes, tuple(site.where for site in chain)))
    return tuple(sorted(found, key=_order))


def _order(use: QueryUse) -> tuple[bool, str, int]:
    where = use.query.where
    return not use.routes, where.path, where.line


def _function(program: Program, query: Query) -> str:
    module = program.module(query.where.path)
    function = None if module is None else program.function_on(module, query.where.line)
    return "" if function is None else function.dotted


def _routes(program: Program, dotted: str) -> tuple[tuple[str, ...], Chain]:
    paths = list(program.routes_reaching(dotted)) if dotted else []
    names = (f"{each.route.method} {each.route.path}" for each in paths)
    return tuple(dict.fromkeys(names)), paths[0].chain if paths else ()
