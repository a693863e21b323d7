"""SQL that is put together from values.

Why: a value that comes from a caller becomes a part of the statement: an injection.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function as Called
from fe_skill.rules.across import argument_of
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity
from fe_skill.rules.vocabulary import is_migration, is_test, literal, parameters
from fe_skill.syntax.module import Function, SourceModule

_DEPTH: Final = 3
_TEXT: Final = ("sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.sql.expression.text")
_NUMBERS: Final = frozenset(
    (
        "int",
        "float",
        "bool",
        "Decimal",
        "UUID",
        "uuid",
        "datetime",
        "date",
        "Optional",
        "Union",
        "None",
    )
)
_NAMING: Final = re.compile(
    r"\b(from|join|into|table|update|like|column|index|view|schema|database|extension|by|select|exists|type|exec|execute|call"
    r"|procedure|function)"
    r"\s+[\w.]*[\"`]?$|[\"`.]$",
    re.IGNORECASE,
)

# Nothing of such a statement can be bound.
_DEFINES: Final = re.compile(
    r"\s*(alter|create|drop|truncate|grant|revoke|comment|vacuum|analyze|set|pragma|reindex|show|use)\b",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"(^|_|\b)(table|column|col|schema|view|index|enum|database|sequence|constraint|trigger|role"
    r"|procedure|function)s?"
    r"(_?names?)?(\.\w+)?$",
    re.IGNORECASE,
)


def check(program: Program) -> Iterator[Finding]:
    """Statements given to `text()` or `exec_driver_sql()` with parts that came from parameters."""
    for module in program.showing(_states):
        if not is_test(module.path) and not is_migration(module.path):
            yield from _judged(program, module)


def _states(data: bytes) -> bool:
    """Whether a file may make a statement of a text: what is `text` comes from SQLAlchemy."""
    made = b"text(" in data or b"text as " in data
    return b"exec_driver_sql" in data or (made and b"sqlalchemy" in data)


def _judged(program: Program, module: SourceModule) -> Iterator[Finding]:
    for call in module.nodes(ast.Call):
        driver = isinstance(call.func, ast.Attribute) and call.func.attr == "exec_driver_sql"
        function = module.function_of(call)
        if function is None or not call.args or not (driver or module.is_(call.func, *_TEXT)):
            continue
        statement, related = _followed(module, function, call.args[0])
        risky = [p for p in _parts(statement) if _from_outside(module, function, p)]
        if risky:
            message = f"`{module.segment(risky[0])}` becomes a part of the SQL"
            # A name of a table or a column can't be bound; where it comes from decides.
            names = all(
                _is_name(statement, part) or _NAMED.search(module.segment(part)) for part in risky
            )
            names = names or _DEFINES.match(_opening(statement)) is not None
            names = names or not any(_reaches(program, module, function, p) for p in risky)
            yield RULE.finding(
                module,
                call,
                message,
                related=related,
                severity=Severity.INFO if names else None,
                confidence=0.5 if names else None,
            )


def _followed(
    module: SourceModule, function: Function, node: ast.expr
) -> tuple[ast.expr, tuple[Related, ...]]:
    """What a local name was given, where it was given once."""
    if not isinstance(node, ast.Name):
        return node, ()
    given = [
        each
        for each in module.inside(function, ast.Assign)
        if isinstance(each.targets[0], ast.Name) and each.targets[0].id == node.id
    ]
    if len(given) != 1:
        return node, ()
    return given[0].value, (Related(module.path, given[0].lineno, "the statement is made here"),)


def _is_name(statement: ast.expr, part: ast.expr) -> bool:
    """Whether a part of an f-string stands where SQL has a name, not a value."""
    before = ""
    for each in statement.values if isinstance(statement, ast.JoinedStr) else ():
        if isinstance(each, ast.FormattedValue) and each.value is part:
            return _NAMING.search(before) is not None
        before = str(each.value) if isinstance(each, ast.Constant) else ""
    return False


def _reaches(program: Program, module: SourceModule, node: Function, part: ast.expr) -> bool:
    """Whether a caller's own text may stand in a parameter, going back through the calls."""
    function = program.function_at(module, node)
    base = part
    while isinstance(base, (ast.Attribute, ast.Subscript)):
        base = base.value
    if function is None or not isinstance(base, ast.Name):
        return True
    kind = program.type_of(function, base)
    if kind is not None and program.model(kind.name) is not None:
        return False  # a row has been written before
    return _given(program, function, base.id, _DEPTH)


def _given(program: Program, function: Called, name: str, depth: int) -> bool:
    """Whether some call hands on what it was given itself; so too where no call is seen."""
    if program.routes_of(function) or not depth:
        return True
    sites = list(program.callers(function.dotted))
    for site in sites:
        value = argument_of(function, site, name)
        while isinstance(value, (ast.Attribute, ast.Subscript)):
            value = value.value
        if not isinstance(value, ast.Name):
            continue
        own = {each.arg for each in parameters(site.function.node)} - {"self", "cls"}
        if value.id in own and _given(program, site.function, value.id, depth - 1):
            return True
    return not sites


def _opening(statement: ast.expr) -> str:
    """The first words of a statement, as far as they stand there."""
    at: ast.expr = statement
    while isinstance(at, (ast.BinOp, ast.JoinedStr, ast.Call)):
        if isinstance(at, ast.JoinedStr):
            at = at.values[0] if at.values else ast.Constant("")
        elif isinstance(at, ast.BinOp):
            at = at.left
        else:
            at = at.func.value if isinstance(at.func, ast.Attribute) else ast.Constant("")
    return str(at.value) if isinstance(at, ast.Constant) else ""


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """The values that are put into a text, by whichever way of formatting."""
    if isinstance(node, ast.JoinedStr):
        yield from (p.value for p in node.values if isinstance(p, ast.FormattedValue))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and _is_text(node.left):
        yield from node.right.elts if isinstance(node.right, ast.Tuple) else (node.right,)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        for side in (node.left, node.right):
            yield from _parts(side) if isinstance(side, (ast.BinOp, ast.JoinedStr)) else (side,)
    elif isinstance(node, ast.Call) and _is_format(node.func):
        yield from (*node.args, *(given.value for given in node.keywords))


def _is_format(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "format" and _is_text(node.value)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _from_outside(module: SourceModule, function: Function, part: ast.expr) -> bool:
    """Whether a value is a parameter of the function, or an attribute of one, that holds text."""
    if isinstance(part, ast.Call) or literal(module, part) is not None:
        return False
    base = part
    while isinstance(base, (ast.Attribute, ast.Subscript)):
        base = base.value
    if not isinstance(base, ast.Name) or base.id in ("self", "cls"):
        return False
    found = next((p for p in parameters(function) if p.arg == base.id), None)
    if found is None:
        return False
    words = re.findall(r"\w+", module.segment(found.annotation)) if found.annotation else []
    return not words or not set(words) <= _NUMBERS


RULE = Rule(
    code="FE418",
    name="interpolated-sql",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="bind the value: `text('... = :name')` with `{'name': value}`",
    check=InProject(check),
    examples=(
        Bad(
            """
            from sqlalchemy import text

            async def find(session, name: str):
                statement = text(f"select * from users where name = '{name}'")  # <- FE418
                return await session.execute(statement)
            """
        ),
        Bad(
            """
            from sqlalchemy import text

            async def find(session, name: str):
                statement = "select * from users where name = '" + name + "'"
                return await session.execute(text(statement))  # <- FE418
            """
        ),
        Good(
            """
            from sqlalchemy import text

            TABLE = "users"

            async def find(session, name: str, limit: int):
                statement = text(f"select * from {TABLE} where name = :name limit {limit}")
                return await session.execute(statement, {"name": name})
            """
        ),
        Good(
            """
            from sqlalchemy import text

            async def newest(session, limit: int | None = None):
                return await session.execute(text(f"select * from orders limit {limit}"))
            """
        ),
    ),
)
