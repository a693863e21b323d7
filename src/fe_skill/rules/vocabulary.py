"""What rules say about FastAPI code in one word.

Lives here: questions that several rules ask of one module.
Does not:   syntax (syntax/module.py), or what needs other files (project/program.py).
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fe_skill.syntax.module import Function, SourceModule

METHODS: Final = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace"})
_STATUS: Final = ("fastapi.status", "starlette.status")
_PYDANTIC: Final = frozenset(
    {
        "pydantic.BaseModel",
        "pydantic.RootModel",
        "pydantic.generics.GenericModel",
        "pydantic_settings.BaseSettings",
        "sqlmodel.SQLModel",
    }
)
HTTP_EXCEPTIONS: Final = (
    "fastapi.HTTPException",
    "fastapi.exceptions.HTTPException",
    "starlette.exceptions.HTTPException",
)
_SCRIPT: Final = re.compile(
    r"/(scripts?|bin|tools?|seeds?|seeders?|fixtures|examples?|demos?|benchmarks?|utilities/seed)/"
    r"|/(seed|populate|init_db|initial_data|load_|import_|fill_|migrate_|backfill|manage|cli)\w*\.py$"
)
DECORATED: Final = re.compile(rb"@[^\n]*\.\s*(?:get|post|put|patch|delete|head|options|trace)\s*\(")
"""What every file with a path operation has in its bytes."""
_TESTS: Final = ("tests/", "test/", "testing/")


@dataclass(frozen=True, slots=True)
class Operation:
    """A function with the decorator that makes it a path operation."""

    function: Function
    decorator: ast.Call
    method: str

    @property
    def status(self) -> ast.expr | None:
        """The `status_code` given, as it stands."""
        return keyword(self.decorator, "status_code")


def operations(module: SourceModule) -> Iterator[Operation]:
    """The path operations of a file, where it takes something from FastAPI."""
    if not any(meant.startswith("fastapi.") for meant in module.names.values()):
        return
    for function in module.functions:
        for given in function.decorator_list:
            if not (isinstance(given, ast.Call) and isinstance(given.func, ast.Attribute)):
                continue
            if given.func.attr in METHODS and (given.args or keyword(given, "path")):
                yield Operation(function, given, given.func.attr)


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value that a call gives a keyword."""
    return next((each.value for each in call.keywords if each.arg == name), None)


def argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    """What a call gives a parameter, by place or by name."""
    given = keyword(call, name)
    if given is None and place < len(call.args):
        at = call.args[place]
        return None if isinstance(at, ast.Starred) else at
    return given


def literal(module: SourceModule, node: ast.expr | None) -> object:
    """The value of a literal, also by way of one name of the module; None where there is none."""
    if isinstance(node, ast.Name) and not module.function_of(node):
        node = _assigned(module, node.id) or node
    elif isinstance(node, ast.Name):
        meant = module.dotted(node)
        own = meant is not None and meant == f"{module.name}.{node.id}".lstrip(".")
        node = (_assigned(module, node.id) if own else None) or node
    try:
        value: object = ast.literal_eval(node) if node is not None else None
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None
    return value


def status_number(module: SourceModule, node: ast.expr | None) -> int | None:
    """The number that a status code stands for, where the name or the literal tells it."""
    if isinstance(node, (ast.Attribute, ast.Name)):
        name = (module.dotted(node) or "").rpartition(".")[2]
        words = name.split("_")
        if words[0] in ("HTTP", "WS") and len(words) > 1 and words[1].isdecimal():
            return int(words[1])
    value = literal(module, node)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def status_constants(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Where a status constant is taken from the framework, with its name.

    An import is given as the part that imports it, and its uses are not given again.
    """
    for node in module.nodes(ast.Attribute):
        if node.attr.startswith(("HTTP_", "WS_")) and module.dotted(node.value) in _STATUS:
            yield node, node.attr
    for each in module.nodes(ast.ImportFrom):
        if each.module in _STATUS and not each.level:
            yield from ((a, a.name) for a in each.names if a.name.startswith(("HTTP_", "WS_")))


def pydantic_classes(module: SourceModule) -> Iterator[ast.ClassDef]:
    """The classes of a file that are Pydantic models, going by this file alone."""
    known: set[str] = set()
    for node in module.nodes(ast.ClassDef):
        bases = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
        meant = {module.dotted(base) for base in bases}
        if meant & (_PYDANTIC | known):
            known.add(f"{module.name}.{node.name}" if module.name else node.name)
            yield node


def decorated(module: SourceModule, function: Function, *dotted: str) -> ast.expr | None:
    """The decorator that means one of these names, called or not."""
    for given in function.decorator_list:
        if module.is_(given.func if isinstance(given, ast.Call) else given, *dotted):
            return given
    return None


def parameters(function: Function) -> tuple[ast.arg, ...]:
    """Every parameter that a call can name."""
    return (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)


def default_of(function: Function, parameter: ast.arg) -> ast.expr | None:
    """The default of a parameter."""
    given = function.args
    if parameter in given.kwonlyargs:
        return given.kw_defaults[given.kwonlyargs.index(parameter)]
    positional = [*given.posonlyargs, *given.args]
    at = positional.index(parameter) - (len(positional) - len(given.defaults))
    return given.defaults[at] if at >= 0 else None


def is_test(path: str) -> bool:
    """Whether a file belongs to the tests, going by its path."""
    name = path.rpartition("/")[2]
    return (
        any(path.startswith(folder) or f"/{folder}" in path for folder in _TESTS)
        or name.startswith(("test_", "conftest"))
        or name.endswith(("_test.py", "_tests.py"))
    )


def is_script(module: SourceModule) -> bool:
    """Whether a file is run by hand, going by its path."""
    return _SCRIPT.search(f"/{module.path}") is not None


def is_migration(path: str) -> bool:
    """Whether a file is a part of Alembic's tree, going by its path."""
    return "/versions/" in f"/{path}" or "alembic/" in path or "migrations/" in path


def _assigned(module: SourceModule, name: str) -> ast.expr | None:
    """What the top of the module gives a name, where it does so once."""
    found = [
        node.value
        for node in module.tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id == name
    ]
    return found[0] if len(found) == 1 else None


_LEVELS: Final = frozenset(
    {"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal"}
)


def log_calls(module: SourceModule) -> Iterator[ast.Call]:
    """The calls that write to a log: by level, on something that is called a log."""
    for call in module.nodes(ast.Call):
        func = call.func
        if isinstance(func, ast.Attribute) and func.attr in _LEVELS:
            whose = func.value
            name = whose.id if isinstance(whose, ast.Name) else getattr(whose, "attr", "")
            if name.lower().strip("_").endswith(("log", "logger", "logging")):
                yield call
