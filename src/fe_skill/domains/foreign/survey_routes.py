"""How the neighbour's route functions are written.

Lives here: route_idiom.
Does not:   what they are given (survey_session.py, survey_auth.py), what they raise
(survey_errors.py), or what is below them.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterable

from fe_skill.domains.foreign.idiom import (
    DeletionIdiom,
    Habit,
    KeyIdiom,
    RouteIdiom,
)
from fe_skill.domains.foreign.kin import OPERATIONS, Kin
from fe_skill.domains.foreign.piece import Piece, needs_of, piece, piece_of
from fe_skill.domains.foreign.words import Twin
from fe_skill.project.program import Program
from fe_skill.syntax.module import Function, SourceModule
from fe_skill.syntax.tree import expression_of

_BODILESS = 79  # the first version whose answers of 204 have no body by themselves
_PAGES = (("skip", "limit"), ("offset", "limit"))
_DEFAULT_NAMES = {
    "list": "read_{plural}",
    "read": "read_{singular}",
    "create": "create_{singular}",
    "update": "update_{singular}",
    "delete": "delete_{singular}",
}
_ANNOTATED = re.compile(r"Annotated\[[^=\n]*\b(?:Query|Path|Header|Body)\(")


def route_idiom(
    program: Program, kin: Kin, twin: Twin, key: KeyIdiom
) -> tuple[RouteIdiom, tuple[Habit, ...]]:
    """The routes of the neighbour; what it lacks is done as FastAPI's documents do."""
    variable, router, preamble = _router(kin)
    paths = _paths(kin, key)
    update = kin.operations.get("update")
    method = "patch" if update is None else update.route.method.lower()
    created = _keyword(kin, "create", "status_code")
    idiom = RouteIdiom(
        path=kin.routes.path,
        router=router,
        preamble=preamble,
        variable=variable,
        functions=_functions(kin),
        paths=paths,
        full=_full(kin),
        update=method,
        payloads=_payloads(kin),
        id_name=_id_name(kin, key),
        declares=sum(_has(o.decorator, "response_model") for o in kin.all) * 2 >= len(kin.all),
        returns=_returns(kin),
        created=created,
        deletion=_deletion(program, kin, twin),
        paging=_paging(kin),
        annotates=_annotates(program),
        documented=_documented(kin.functions),
        is_async=sum(isinstance(f, ast.AsyncFunctionDef) for f in kin.functions) * 2
        > len(kin.functions),
        described=_described(kin),
    )
    return idiom, _habits(program, idiom, kin)


def _habits(program: Program, idiom: RouteIdiom, kin: Kin) -> tuple[Habit, ...]:
    routers = [router for router in program.facts.routers if router.included]
    own = next((r for r in routers if r.where.path == kin.routes.path), None)
    found = []
    if own is not None:
        on_router = bool(own.prefix)
        where = "on the router" if on_router else "at the include or in the paths"
        same = sum(bool(r.prefix) is on_router for r in routers)
        found.append(Habit(f"prefixes stand {where}", same, len(routers), "routers"))
    routes = [r for r in program.facts.routes if r.method in {"PUT", "PATCH"}]
    if routes:
        verb = idiom.update.upper()
        same = sum(r.method == verb for r in routes)
    if routes and same:
        found.append(Habit(f"changes come by {verb}", same, len(routes), "such routes"))
    functions = [r for r in program.facts.routes if r.app == kin.all[0].route.app]
    kind = "async" if idiom.is_async else "sync"
    same = sum(r.is_async is idiom.is_async for r in functions)
    found.append(Habit(f"route functions are {kind}", same, len(functions), "routes"))
    return tuple(found)


def _router(kin: Kin) -> tuple[str, Piece, tuple[Piece, ...]]:
    """The router's name and statement, and what it and the functions take from their own file."""
    owner = kin.all[0].decorator.func
    name = (
        owner.value.id
        if isinstance(owner, ast.Attribute) and isinstance(owner.value, ast.Name)
        else "router"
    )
    for statement in kin.routes.tree.body:
        if (
            isinstance(statement, ast.Assign)
            and isinstance(statement.targets[0], ast.Name)
            and statement.targets[0].id == name
            and isinstance(statement.value, ast.Call)
            and (kin.routes.dotted(statement.value.func) or "").endswith("APIRouter")
        ):
            text = piece_of(kin.routes, statement)
            return name, text, own_values(kin.routes, text)
    return "router", piece("router = APIRouter()", "fastapi.APIRouter"), ()


def own_values(module: SourceModule, *pieces: Piece) -> tuple[Piece, ...]:
    """The values at the top of `module` that the pieces name, in its order."""
    wanted = {n.dotted for each in pieces for n in each.needs}
    found = []
    for statement in module.tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
            text = piece_of(module, statement)
            if f"{module.name}.{name}" in wanted and not text.text.startswith(
                f"{name} = APIRouter"
            ):
                found.append(text)
    return tuple(found)


def _functions(kin: Kin) -> dict[str, str]:
    found = {}
    for name in OPERATIONS:
        operation = kin.operations.get(name)
        usual = _DEFAULT_NAMES[name].format(plural=kin.names.plural, singular=kin.names.singular)
        found[name] = usual if operation is None else operation.function.name
    if len(set(found.values())) < len(found):
        return {
            name: text.format(plural=kin.names.plural, singular=kin.names.singular)
            for name, text in _DEFAULT_NAMES.items()
        }
    return found


def _paths(kin: Kin, key: KeyIdiom) -> dict[str, str]:
    """The path of each operation in its decorator, with the key as parameter."""
    id_name = _id_name(kin, key)
    found = {}
    for name, operation in kin.operations.items():
        found[name] = re.sub(r"\{[^}]*\}", f"{{{id_name}}}", operation.path)
    many = found.get("list", found.get("create", _bare(kin)))
    single = next((found[n] for n in ("read", "update", "delete") if n in found), None)
    if single is None:
        single = f"{many.rstrip('/')}/{{{id_name}}}"
    return {
        "list": many,
        "create": found.get("create", many),
        "read": found.get("read", single),
        "update": found.get("update", single),
        "delete": found.get("delete", single),
    }


def _bare(kin: Kin) -> str:
    """The path of a collection, where the neighbour has none of its own."""
    return "/" if any(o.path.endswith("/") for o in kin.all) else ""


def _id_name(kin: Kin, key: KeyIdiom) -> str:
    for name in ("read", "update", "delete"):
        operation = kin.operations.get(name)
        found = re.search(r"\{(\w+)", operation.path) if operation else None
        if found and re.search(r"id$|uid$|uuid$|pk$", found[1]):
            return found[1]
    return key.name if key.name != "id" else f"{kin.names.singular}_id"


def _full(kin: Kin) -> str:
    """What stands before the decorator's path in the neighbour's URLs."""
    first = kin.all[0]
    return first.route.path.removesuffix(first.path)


def _payloads(kin: Kin) -> dict[str, str]:
    """The names of the bodies' parameters."""
    found = {}
    for name in ("create", "update"):
        operation = kin.operations.get(name)
        wanted = {r.rpartition(".")[2] for r in operation.route.request} if operation else set()
        for arg in _arguments(operation.function) if operation else ():
            text = "" if arg.annotation is None else ast.unparse(arg.annotation)
            if text.rpartition(".")[2] in wanted:
                found[name] = arg.arg
    found.setdefault("create", f"{kin.names.singular}_in")
    found.setdefault("update", found["create"])
    singular = kin.names.singular
    # A body that is called like the row itself leaves no name for the row.
    return {n: f"{singular}_in" if v == singular else v for n, v in found.items()}


def _arguments(function: Function) -> list[ast.arg]:
    return [*function.args.args, *function.args.kwonlyargs]


def _has(call: ast.Call, name: str) -> bool:
    return any(keyword.arg == name for keyword in call.keywords)


def _keyword(kin: Kin, operation: str, name: str) -> str | None:
    known = kin.operations.get(operation)
    for keyword in known.decorator.keywords if known else ():
        if keyword.arg == name:
            return kin.routes.segment(keyword.value)
    return None


def _returns(kin: Kin) -> str:
    """What annotations of results are: "none", "any", "schema" or "model"."""
    said = Counter[str]()
    for operation in kin.all:
        node = operation.function.returns
        if node is None:
            said["none"] += 1
            continue
        text = ast.unparse(node)
        if text in {"Any", "typing.Any"}:
            said["any"] += 1
        elif re.search(rf"\b{kin.model.name}\b", text):
            said["model"] += 1
        elif text != "None":
            said["schema"] += 1
    best = said.most_common(1)
    return best[0][0] if best else "schema"


def _deletion(program: Program, kin: Kin, twin: Twin) -> DeletionIdiom:
    """What a deletion answers: its last line, its status and its annotation."""
    operation = kin.operations.get("delete")
    nothing = DeletionIdiom(Piece(), "204", piece("None"))
    declared = dict(program.facts.around.distributions).get("fastapi", "")
    old = re.search(r"0\.(\d+)", declared)
    if old is not None and int(old[1]) < _BODILESS:
        empty = piece("return Response(status_code=204)", "fastapi.Response")
        nothing = DeletionIdiom(empty, "204", piece("Response", "fastapi.Response"))
    if operation is None:
        return nothing
    status = _keyword(kin, "delete", "status_code")
    node = operation.function.returns
    if status is not None and "204" in status:
        return DeletionIdiom(Piece(), status, None if node is None else piece("None"))
    returned = [n.value for n in kin.routes.inside(operation.function, ast.Return)]
    value = returned[-1] if returned else None
    if value is None or not _plain(value, kin.routes):
        return nothing
    text = piece_of(kin.routes, value)
    said = None if node is None else piece_of(kin.routes, node)
    if isinstance(value, ast.Dict) and said is not None and "dict" not in said.text:
        said = None
    model = _keyword(kin, "delete", "response_model")
    if said is None and model is not None and not twin.mentions(model):
        said = Piece(model, needs_of(kin.routes, expression_of(model)))
    return DeletionIdiom(Piece(f"return {text.text}", text.needs), status, said)


def _plain(value: ast.expr | None, module: SourceModule) -> bool:
    """Whether a result is the same for every row: a dictionary or an object of constants."""
    if isinstance(value, ast.Dict):
        return all(isinstance(v, ast.Constant) for v in value.values)
    if isinstance(value, ast.Call) and not value.args:
        named = module.dotted(value.func) or ""
        constants = all(isinstance(k.value, ast.Constant) for k in value.keywords)
        return constants and not named.endswith("Response")
    return False


def _paging(kin: Kin) -> tuple[str, str]:
    operation = kin.operations.get("list")
    names = {arg.arg for arg in _arguments(operation.function)} if operation else set()
    return next((pair for pair in _PAGES if names >= set(pair)), _PAGES[1])


def _annotates(program: Program) -> bool:
    """Whether the project bounds parameters inside `Annotated`, as not every version can."""
    return any(_ANNOTATED.search(module.text) for module in program.mentioning(b"Annotated["))


def _documented(functions: Iterable[Function]) -> str:
    """How route functions are documented: "", "one" line, or on lines "of" their own."""
    found = [ast.get_docstring(f, clean=False) for f in functions]
    said = [text for text in found if text]
    if len(said) * 2 < len(found):
        return ""
    return "own" if sum(t.startswith("\n") for t in said) * 2 > len(said) else "one"


def _described(kin: Kin) -> bool:
    return sum(_has(o.decorator, "description") for o in kin.all) * 2 > len(kin.all)
