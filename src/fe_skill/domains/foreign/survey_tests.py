"""How the project tests its routes: client, credentials, marks and places.

Lives here: TestIdiom, test_idiom.
Does not:   the tests themselves (write_tests.py).
"""

import ast
import re
from collections import Counter
from dataclasses import dataclass

from fe_skill.domains.foreign.idiom import Habit
from fe_skill.domains.foreign.kin import Kin
from fe_skill.domains.foreign.piece import Need, Piece, piece_of
from fe_skill.project.interpreter.run import is_test
from fe_skill.project.program import Program
from fe_skill.syntax.module import Function, SourceModule

_CALLS = re.compile(r"client\b|\.(?:get|post)\(\s*f?[\"']/")
_URL = re.compile(r"f[\"']\{(settings\.\w+)\}(/[^\"'{?]*)")


# Each with the module that it stands in, and the path of that from which tests have it.
Fixtures = dict[str, tuple[Function, SourceModule, str]]


@dataclass(frozen=True)
class TestIdiom:
    """Where tests are, and what they use.

    `client` is its fixture's name, None where the project has none that reaches the database;
    new tests then lie in `folder` with a client of their own, for the host `host`. `prefix` is an
    expression that stands for the first part of paths, `stands_for` what that is.
    """

    path: str
    folder: str | None
    host: str | None
    client: str | None
    is_async: bool
    headers: str | None
    signed: str | None
    app_fixture: str | None
    marks: tuple[Piece, ...]
    prefix: Piece | None
    stands_for: str
    documented: bool


def test_idiom(
    program: Program, kin: Kin, session: str, domain: str
) -> tuple[TestIdiom, Habit | None]:
    """The idiom, and how many tests use the client; `session` is the dependency that gives one."""
    own = f"/{domain}/conftest.py"
    paths = [path for path in program.facts.paths if is_test(path) and not path.endswith(own)]
    modules = [m for path in paths if (m := program.module(path)) is not None]
    # Of several with one name, that in a `conftest.py` is what tests get.
    ordered = sorted(modules, key=lambda m: m.path.endswith("conftest.py"))
    fixtures = {name: (f, m, m.path) for m in ordered for name, f in _fixtures(m)}
    fixtures |= _imported_fixtures(modules, fixtures)
    lost = _mocked(modules, session) or _without_tables(modules, session)
    client = None if lost else _client(fixtures)
    tests = [(f, m) for m in modules for f in _tests(m)]
    using = [(f, m) for f, m in tests if client and client in _arguments(f)]
    # What no test has ever used may not work.
    client = client if using else None
    waits = client is not None and "TestClient" not in fixtures[client][1].segment(
        fixtures[client][0]
    )
    is_async = waits and any(isinstance(f, ast.AsyncFunctionDef) for f, _ in using)
    prefix, stands_for = _prefix(program, [m for _, m in using] or modules)
    near = [m for m in modules if _about(m.path.rpartition("/")[2], kin)]
    path = _place(kin, [m.path for _, m in using] or [m.path for _, m in tests], near, using)
    if client is not None:
        path = _below(path, fixtures[client][2])
    idiom = TestIdiom(
        path=path,
        folder=_own_folder(program, path, domain) if client is None else None,
        host=trusted_host(program),
        client=client,
        is_async=is_async,
        headers=_headers(fixtures),
        signed=_signed(fixtures, client),
        app_fixture=next(
            (
                name
                for name, (f, m, path) in fixtures.items()
                if path.endswith("conftest.py") and _returns(m, f, "FastAPI")
            ),
            None,
        ),
        marks=_marks(using),
        prefix=prefix,
        stands_for=stands_for,
        documented=sum(ast.get_docstring(f) is not None for f, _ in tests) * 2 > len(tests),
    )
    if client is None:
        return idiom, None
    return idiom, Habit(f"tests use the fixture `{client}`", len(using), len(tests), "tests")


test_idiom.__test__ = False  # type: ignore[attr-defined]  # pytest collects by name
TestIdiom.__test__ = False  # type: ignore[attr-defined]


def _mocked(modules: list[SourceModule], session: str) -> bool:
    """Whether all tests find a mock in the place of the session, so that nothing is ever kept."""
    for module in modules:
        if not module.path.endswith("conftest.py") or "Mock" not in module.text:
            continue
        made = {
            n for n in module.names if re.search(rf"^{n} *= *\w*Mock\(", module.text, re.MULTILINE)
        }
        for node in module.tree.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            if (
                isinstance(node, ast.Assign)
                and isinstance(target, ast.Subscript)
                and ast.unparse(target.value).endswith("dependency_overrides")
                and module.dotted(target.slice) == session
            ):
                given = ast.unparse(node.value)
                bodies = [module.segment(f) for f in module.functions if f.name == given]
                said = " ".join([given, *bodies])
                return "Mock" in said or any(re.search(rf"\b{name}\b", said) for name in made)
    return False


def _without_tables(modules: list[SourceModule], session: str) -> bool:
    """Whether tests use a database that somebody made once: new tables aren't there."""
    everything = "\n".join(m.text for m in modules)
    name = re.escape(session.rpartition(".")[2])
    replaced = re.search(rf"dependency_overrides\[[\w.]*\b{name}\]", everything)
    engine = re.search(r"\bcreate_(?:async_)?engine\(", everything)
    made = re.search(r"create_all|upgrade|init_db", everything)
    return replaced is not None and engine is not None and made is None


def _below(path: str, conftest: str) -> str:
    """The path of tests, or one where they find the fixtures of a `conftest.py` elsewhere."""
    folder, _, name = conftest.rpartition("/")
    if name != "conftest.py" or not folder or path.startswith(f"{folder}/"):
        return path
    return f"{folder}/tests/{path.rpartition('/')[2]}"


def _own_folder(program: Program, path: str, domain: str) -> str | None:
    """A folder for new tests alone, where the one above has a `conftest.py` that they can't use."""
    folder = path.rpartition("/")[0]
    parts = folder.split("/")
    above = {"/".join([*parts[:at], "conftest.py"]) for at in range(len(parts) + 1)}
    known = above.intersection(program.facts.paths)
    return f"{folder}/{domain}".removeprefix("/") if known else None


def trusted_host(program: Program) -> str | None:
    """A host that the application lets in, where it looks at hosts and not at that of tests."""
    for module in program.mentioning(b"TrustedHostMiddleware"):
        for node in module.nodes(ast.keyword):
            if node.arg != "allowed_hosts" or not isinstance(node.value, ast.List | ast.Tuple):
                continue
            hosts = [str(e.value) for e in node.value.elts if isinstance(e, ast.Constant)]
            if hosts and not {"*", "testserver"} & set(hosts):
                return "localhost" if "localhost" in hosts else hosts[0].replace("*", "test")
    return None


def _about(name: str, kin: Kin) -> bool:
    """Whether a file's name says that it is about the neighbour, and nothing more."""
    words = re.sub(rf"{kin.names.plural}|{kin.names.singular}s?", "@", name.removesuffix(".py"))
    return (
        re.fullmatch(
            r"(?:tests?_)?(?:api_|view_|routes?_)?@(?:_(?:api|routes?|views?|router|endpoints?))?(?:_test)?",
            words,
        )
        is not None
    )


def _fixtures(module: SourceModule) -> list[tuple[str, Function]]:
    found = []
    for function in module.functions:
        for decorator in function.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if ast.unparse(call).endswith("fixture"):
                named = [
                    k.value.value
                    for k in (decorator.keywords if isinstance(decorator, ast.Call) else ())
                    if k.arg == "name" and isinstance(k.value, ast.Constant)
                ]
                found.append((str(named[0]) if named else function.name, function))
    return found


def _imported_fixtures(modules: list[SourceModule], known: Fixtures) -> Fixtures:
    """The fixtures that a `conftest.py` has from other modules, by the names they have there."""
    dotted = {f"{m.name.rpartition('.')[2]}.{f.name}": (f, m) for f, m, _ in known.values()}
    return {
        name: (*dotted[".".join(source.split(".")[-2:])], module.path)
        for module in modules
        if module.path.endswith("conftest.py")
        for name, source in module.names.items()
        if ".".join(source.split(".")[-2:]) in dotted
    }


def _returns(module: SourceModule, function: Function, kind: str) -> bool:
    return function.returns is not None and kind in module.segment(function.returns)


def _client(fixtures: Fixtures) -> str | None:
    found = [
        name
        for name, (function, module, path) in fixtures.items()
        if "conftest" in path
        and re.search(r"\b(?:TestClient|AsyncClient)\b", module.segment(function))
    ]
    plain = [name for name in found if name in {"client", "test_client", "async_client"}]
    return next(iter([*plain, *found]), None)


def _signed(fixtures: Fixtures, client: str | None) -> str | None:
    """The fixture of a client that has credentials, made of the plain one."""
    found = [
        name
        for name, (function, _, path) in fixtures.items()
        if re.search(r"auth|logged|signed", name)
        and "client" in name
        and not re.search(r"super|admin|unauth", name)
        and path.endswith("conftest.py")
        and client in _arguments(function)
    ]
    return min(found, key=len, default=None)


def _headers(fixtures: Fixtures) -> str | None:
    found = [
        name for name, (*_, path) in fixtures.items() if "headers" in name and "conftest" in path
    ]
    return min(
        found, key=lambda name: ("super" in name or "admin" in name, len(name)), default=None
    )


def _tests(module: SourceModule) -> list[Function]:
    return [f for f in module.functions if f.name.startswith("test_")]


def _arguments(function: Function) -> set[str]:
    return {arg.arg for arg in [*function.args.args, *function.args.kwonlyargs]}


def _place(
    kin: Kin, paths: list[str], near: list[SourceModule], using: list[tuple[Function, SourceModule]]
) -> str:
    """The neighbour's own file of tests, or one in the folder where most tests of routes are."""
    used = [m.path for _, m in using]
    own = [m.path for m in near if m.path in used] or [
        m.path for m in near if _tests(m) and _CALLS.search(m.text)
    ]
    if own:
        return min(own, key=len)
    homes = [
        p.rpartition("/")[0]
        for p in used
        if _about(p.rpartition("/")[0].rpartition("/")[2] + ".py", kin)
    ]
    if homes:
        return f"{homes[0]}/test_{kin.names.plural}.py"
    folders = Counter(path.rpartition("/")[0] for path in paths)
    folder = folders.most_common(1)[0][0] if folders else "tests"
    return f"{folder}/test_{kin.names.plural}.py" if folder else f"test_{kin.names.plural}.py"


def _marks(using: list[tuple[Function, SourceModule]]) -> tuple[Piece, ...]:
    """What most tests are decorated with, when it is about their being asynchronous."""
    found = Counter[str]()
    pieces = {}
    for function, module in using:
        owner = module.class_of(function)
        outer = [] if owner is None else owner.decorator_list
        for decorator in [*function.decorator_list, *outer]:
            text = module.segment(decorator)
            if re.search(r"mark\.(?:asyncio|anyio)", text):
                found[text] += 1
                pieces[text] = piece_of(module, decorator)
    return tuple(pieces[text] for text, n in found.most_common(1) if n * 2 > len(using))


def _prefix(program: Program, modules: list[SourceModule]) -> tuple[Piece | None, str]:
    """The expression by which tests write the first part of a path."""
    found = Counter[tuple[str, str, str]]()
    for module in dict.fromkeys(modules):
        for expression, rest in _URL.findall(module.text):
            for route in program.facts.routes:
                at = route.path.find(rest.rstrip("/") or rest)
                if at > 0 and rest.strip("/"):
                    found[expression, route.path[:at], module.path] += 1
                    break
    if not found:
        return None, ""
    expression, stands_for, path = found.most_common(1)[0][0]
    home = program.module(path)
    if home is None or "settings" not in home.names:
        return None, ""
    return Piece(expression, frozenset({Need(home.names["settings"], "settings")})), stands_for
