"""Where logging and telemetry are set up, and the fixtures that tests of the application stand on.

Lives here: link_setup, link_fixtures.
Does not:   which libraries are used (around.py), middlewares and handlers (link_project.py).
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.interpreter.run import is_test
from fe_skill.project.model import Fixture, Setup, Where
from fe_skill.project.store import Store
from fe_skill.syntax.module import FUNCTIONS, Function, SourceModule
from fe_skill.syntax.parse import Unparsed, parse

_SETS_UP: Final = re.compile(
    rb"\b(?:basic|dict|file)Config\(|structlog\.configure\(|logger\.(?:add|configure)\("
    rb"|sentry_sdk\.init\(|logfire\.(?:configure|instrument_\w+)\(|Instrumentor\("
    rb"|set_(?:tracer|meter|logger)_provider\(|start_http_server\(|make_asgi_app\(|Instrumentator\("
)
_SETS_UP_WORDS: Final = (b"Config(", b"configure(", b"logger.add(", b"sentry_sdk.init(",
                         b"logfire.", b"Instrument", b"_provider(", b"start_http_server(",
                         b"make_asgi_app(")  # fmt: skip
_CALLS: Final = re.compile(
    r"logging\.basicConfig|logging\.config\.(?:dictConfig|fileConfig)|structlog\.configure"
    r"|loguru\.logger\.(?:add|configure)|sentry_sdk\.init|logfire\.(?:configure|instrument_\w+)"
    r"|opentelemetry\..*(?:Instrumentor|set_\w+_provider)|prometheus_client\.(?:start_http_server"
    r"|make_asgi_app)|prometheus_fastapi_instrumentator\.Instrumentator"
)
_FIXTURE: Final = frozenset(("pytest.fixture", "pytest_asyncio.fixture"))
_OF_NOTE: Final = re.compile(
    r"client|session|database|\bdb\b|\bapp\b|engine|connection", re.IGNORECASE
)
_SUPPLIES: Final = re.compile(rb"Client\(|dependency_overrides")
_SCOPE: Final = "function"
_SAYS_NOTHING: Final = frozenset(
    ("Generator", "AsyncGenerator", "Iterator", "AsyncIterator", "Any", "None")
)


def link_setup(store: Store) -> tuple[Setup, ...]:
    """The calls that set up logging and telemetry, outside tests."""
    paths = store.matching(_SETS_UP, *_SETS_UP_WORDS)
    return tuple(one for path in paths for one in store.of_file(_setup_in, path))


def _setup_in(store: Store, path: str) -> tuple[Setup, ...]:
    found: list[Setup] = []
    module = None if is_test(path) else _module(store, path)
    for call in () if module is None else module.nodes(ast.Call):
        name = module.dotted(call.func) if module is not None else None
        if name is not None and _CALLS.fullmatch(name):
            found.append(Setup(name, Where(path, call.lineno)))
    return tuple(found)


def link_fixtures(store: Store) -> tuple[Fixture, ...]:
    """The fixtures of note in conftest files, and in tests that make clients or override."""
    supplying = store.matching(_SUPPLIES, b"Client(", b"dependency_overrides")
    paths = {path: None for path in supplying if is_test(path) and b"fixture" in store.data(path)}
    paths |= {path: None for path in store.listing.python if path.endswith("conftest.py")}
    return tuple(fixture for path in sorted(paths) for fixture in store.of_file(_fixtures_in, path))


def _fixtures_in(store: Store, path: str) -> tuple[Fixture, ...]:
    return tuple(_fixtures(store, path))


def _fixtures(store: Store, path: str) -> Iterator[Fixture]:
    module = _module(store, path)
    pending = [] if module is None else list(reversed(module.tree.body))
    while pending and module is not None:
        node = pending.pop()
        if isinstance(node, ast.ClassDef):
            pending += reversed(node.body)
        elif isinstance(node, FUNCTIONS) and node.decorator_list:
            yield from _fixture(module, node)


def _module(store: Store, path: str) -> SourceModule | None:
    parsed = parse(store.data(path))
    if isinstance(parsed, Unparsed):
        return None
    return SourceModule(path, store.layout.dotted(path), parsed.text, parsed.tree)


def _fixture(module: SourceModule, node: Function) -> Iterator[Fixture]:
    for mark in node.decorator_list:
        made = mark if isinstance(mark, ast.Call) else None
        if module.dotted(mark if made is None else made.func) not in _FIXTURE:
            continue
        gives, overrides = _gives(module, node), tuple(_overrides(module, node))
        if overrides or _OF_NOTE.search(f"{node.name} {gives}"):
            options = {} if made is None else {each.arg: each.value for each in made.keywords}
            yield Fixture(
                name=_text(options.get("name")) or node.name,
                where=Where(module.path, node.lineno),
                scope=_text(options.get("scope")) or _SCOPE,
                gives=gives,
                needs=tuple(each.arg for each in node.args.args),
                overrides=overrides,
                is_async=isinstance(node, ast.AsyncFunctionDef),
            )


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _gives(module: SourceModule, node: Function) -> str | None:
    """What a fixture hands to tests: by its annotation, else by what its value is made with."""
    if node.returns is not None:
        inner = node.returns.slice if isinstance(node.returns, ast.Subscript) else node.returns
        first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
        text = module.segment(first).strip("\"'")
        return None if text in _SAYS_NOTHING else text
    yields = [each.value for each in module.running_in(node, ast.Yield)]
    for value in yields or [each.value for each in module.running_in(node, ast.Return)]:
        made = value.func if isinstance(value, ast.Call) else _entered(module, node, value)
        if made is not None:
            return module.segment(made)
    return None


def _entered(module: SourceModule, node: Function, value: ast.expr | None) -> ast.expr | None:
    """What a name was entered or assigned with, by a call."""
    if not isinstance(value, ast.Name):
        return None
    plain = [item for block in module.running_in(node, ast.With) for item in block.items]
    later = [item for block in module.running_in(node, ast.AsyncWith) for item in block.items]
    for item in (*plain, *later):
        bound = item.optional_vars
        if isinstance(bound, ast.Name) and bound.id == value.id:
            made = item.context_expr
            return made.func if isinstance(made, ast.Call) else None
    for given in module.running_in(node, ast.Assign):
        names = {each.id for each in given.targets if isinstance(each, ast.Name)}
        if value.id in names and isinstance(given.value, ast.Call):
            return given.value.func
    return None


def _overrides(module: SourceModule, node: Function) -> Iterator[str]:
    """The dependencies that a fixture overrides."""
    for given in module.running_in(node, ast.Assign):
        for target in given.targets:
            match target:
                case ast.Subscript(value=ast.Attribute(attr="dependency_overrides"), slice=key):
                    yield module.dotted(key) or module.segment(key)
