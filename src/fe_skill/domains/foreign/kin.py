"""The neighbour that is most like what is asked for: one entity with its model and routes.

Lives here: Operation, Kin, find_kin.
Does not:   what is learnt from it (survey_*.py).
"""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from fe_skill.domains.foreign.refusals import ambiguous, unfit, unknown
from fe_skill.domains.foreign.words import CLASS_SUFFIX, Names
from fe_skill.domains.inflection import plural, snake
from fe_skill.project.model import Model, Route
from fe_skill.project.program import Program
from fe_skill.syntax.module import Function, SourceModule

OPERATIONS = ("create", "list", "read", "update", "delete")
_METHODS = {"POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}
# What every project does in a way of its own; it shows the idiom of the rest least.
_ASIDE = re.compile(r"user|account|profile|health", re.IGNORECASE)
_FAR_ASIDE = re.compile(r"auth|login|logout|token|session|password|key", re.IGNORECASE)
_CODE = re.compile(r"^[a-z_]*(?:get|post|put|patch|delete|route)$")


@dataclass(frozen=True)
class Operation:
    """One route of the neighbour, with its function. `path` is what its decorator says."""

    route: Route
    function: Function
    decorator: ast.Call
    path: str


@dataclass(frozen=True)
class Kin:
    """The neighbour."""

    model: Model
    models: SourceModule
    routes: SourceModule
    names: Names
    operations: Mapping[str, Operation]
    others: tuple[Operation, ...]

    @cached_property
    def all(self) -> tuple[Operation, ...]:
        """Its routes, the plain ones first."""
        plain = tuple(self.operations[name] for name in OPERATIONS if name in self.operations)
        return plain + self.others

    @cached_property
    def stem(self) -> str:
        """The name of the model's class without what marks it as one."""
        return CLASS_SUFFIX.sub("", self.model.name)

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The functions behind its routes."""
        return tuple(operation.function for operation in self.all)


def chosen_app(program: Program, given: str | None) -> str:
    """The application that gets the new routes.

    Raises:
        Refused: `app-missing`, `app-ambiguous` or `app-unknown`.
    """
    apps = [app.name for app in program.facts.applications if app.routes]
    if given is not None:
        if given not in apps:
            raise unknown("application with routes", "app", given, apps)
        return given
    if not apps:
        raise unfit(
            "app-missing",
            "the project has no FastAPI application with routes that can be read",
            "a domain is included where the others are",
            "give the folder that holds the application as `project`",
        )
    if len(apps) > 1:
        raise ambiguous("applications", "app", apps)
    return apps[0]


def find_kin(program: Program, app: str, made: frozenset[str]) -> Kin:
    """The entity whose routes come closest to all five operations.

    Entities in `made` are left out: they are what an earlier call like this one made.

    Raises:
        Refused: `kin-missing`.
    """
    by_file: dict[str, list[Route]] = {}
    for route in program.facts.routes:
        if route.app == app and route.method in {"GET", *_METHODS}:
            by_file.setdefault(route.where.path, []).append(route)
    found = [kin for path, routes in by_file.items() for kin in _kins(program, path, routes)]
    found = [kin for kin in found if kin.stem not in made]
    if not found:
        raise unfit(
            "kin-missing",
            "no routes of the project work with one of its models",
            "what is made follows a neighbour, and there is none",
            "write the first routes by hand, or make a new project with scaffold",
        )
    return max(found, key=_likeness)


def _likeness(kin: Kin) -> tuple[int, int, int]:
    said = f"{kin.routes.path} {kin.names.singular}"
    aside = 2 * bool(_ASIDE.search(said)) + 4 * bool(_FAR_ASIDE.search(said))
    return len(kin.operations) - aside, -len(kin.routes.text), -len(kin.model.name)


def _kins(program: Program, path: str, routes: Iterable[Route]) -> Iterable[Kin]:
    module = program.module(path)
    model = None if module is None else _model(program, module, list(routes))
    if module is None or model is None:
        return
    home = program.module(model.where.path)
    names = _names(model, module)
    operations, others = _operations(module, routes, names)
    if home is not None and (operations or others):
        yield Kin(model, home, module, names, operations, others)


def _model(program: Program, module: SourceModule, routes: list[Route]) -> Model | None:
    """The mapped class that most of what the file says is about."""
    words = Counter[str]()
    said = " ".join([_parted(module.path), *(r.function.rpartition(".")[2] for r in routes)])
    models = {
        model.name: model
        for model in program.facts.models
        if not model.abstract and model.table and _near(model, module, program)
    }
    for name in models:
        singular = snake(CLASS_SUFFIX.sub("", name))
        for word in {singular, plural(singular), f"{singular}s", singular.replace("_", "-")}:
            words[name] += len(re.findall(rf"(?<![a-z]){re.escape(word)}(?![a-z])", said))
    best = words.most_common(1)
    if not best or not best[0][1]:
        return None
    name, count = best[0]
    named = re.search(rf"(?<![a-z]){snake(CLASS_SUFFIX.sub('', name))}", _parted(module.path))
    # A model that few of the functions speak of isn't what the file is about.
    return models[name] if named or count * 2 >= len(routes) else None


def _parted(path: str) -> str:
    """A path in small letters, its words apart: `AuthorRouter.py` as `author_router.py`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", path).lower()


def _near(model: Model, module: SourceModule, program: Program) -> bool:
    """Whether a model's class is named in a file, or in one that it imports."""
    word = re.compile(rf"\b{re.escape(model.name)}\b")
    if word.search(module.text):
        return True
    return any(word.search(each.text) for each in imported(program, module))


def imported(program: Program, module: SourceModule) -> tuple[SourceModule, ...]:
    """The project's modules that a file imports from."""
    paths = {program.facts.module_name(path): path for path in program.facts.paths}
    found: dict[str, None] = {}
    for dotted in module.names.values():
        parts = dotted.split(".")
        for end in range(len(parts), 0, -1):
            path = paths.get(".".join(parts[:end]))
            if path is not None and path != module.path:
                found[path] = None
                break
    modules = (program.module(path) for path in found)
    return tuple(each for each in modules if each is not None)


def _names(model: Model, module: SourceModule) -> Names:
    singular = snake(CLASS_SUFFIX.sub("", model.name))
    usual = plural(singular)
    path = module.path
    for other in (usual, f"{singular}s"):
        if re.search(rf"(?<![a-z]){re.escape(other)}(?![a-z])", path):
            usual = other
    return Names(singular, usual, _domain(model, module, {singular, usual}))


def _domain(model: Model, module: SourceModule, words: set[str]) -> str:
    """The package that holds both the routes and the model, where its name is another word."""
    folder = module.path.rpartition("/")[0]
    name = folder.rpartition("/")[2]
    own = folder == model.where.path.rpartition("/")[0] and folder.count("/") > 0
    return name if own and name not in words else ""


def _operations(
    module: SourceModule, routes: Iterable[Route], names: Names
) -> tuple[dict[str, Operation], tuple[Operation, ...]]:
    """The plain operations by name, and what else there is."""
    found: dict[str, Operation] = {}
    others = []
    defs = {function.lineno: function for function in module.functions}
    for route in routes:
        function = defs.get(route.where.line)
        decorator = None if function is None else _decorator(function)
        if function is None or decorator is None:
            continue
        operation = Operation(route, function, decorator, path_of(decorator) or "")
        name = _operation(route, operation.path, names)
        if name is not None and _simpler(operation, found.get(name)):
            found[name] = operation
        else:
            others.append(operation)
    return found, tuple(others)


def _operation(route: Route, path: str, names: Names) -> str | None:
    parts = path.strip("/").split("/") if path.strip("/") else []
    single = bool(parts) and parts[-1].startswith("{")
    words = set(_words(names))
    if any(part not in words for part in (parts[:-1] if single else parts)):
        return None
    if route.method == "GET":
        return "read" if single else "list"
    name = _METHODS[route.method]
    return name if (name == "create") != single else None


def _words(names: Names) -> tuple[str, ...]:
    """How paths write an entity's names."""
    plain = (names.singular, names.plural, plural(names.singular), f"{names.singular}s")
    return (*plain, *(word.replace("_", "-") for word in plain))


def _simpler(new: Operation, known: Operation | None) -> bool:
    """Whether a route is nearer to the plain form of its operation than the one known."""
    return known is None or _depth(new) < _depth(known)


def _depth(operation: Operation) -> tuple[int, bool]:
    path = operation.path.strip("/")
    return path.count("/") + bool(
        path and not path.startswith("{")
    ), operation.route.method == "PUT"


def _decorator(function: Function) -> ast.Call | None:
    for each in function.decorator_list:
        if (
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Attribute)
            and _CODE.match(each.func.attr)
        ):
            return each
    return None


def path_of(decorator: ast.Call) -> str | None:
    """The path that a decorator gives, where it is a literal."""
    values = [*decorator.args[:1], *(k.value for k in decorator.keywords if k.arg == "path")]
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
    return None
