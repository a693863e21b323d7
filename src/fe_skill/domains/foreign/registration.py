"""Which files that are there have to know of a new domain.

Lives here: register.
Does not:   how a line is put into one (register.py).
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from fe_skill.changes.changeset import Draft
from fe_skill.domains.foreign import register as edits
from fe_skill.domains.foreign.finish import Format
from fe_skill.domains.foreign.idiom import Idiom
from fe_skill.domains.foreign.kin import Kin, imported
from fe_skill.domains.foreign.made import Made, dotted_of, place
from fe_skill.domains.foreign.refusals import unfit
from fe_skill.domains.foreign.work import Work
from fe_skill.project.program import Program
from fe_skill.syntax.module import SourceModule

_WALKS = re.compile(r"walk_packages|iter_modules|rglob\(|\.glob\(|import_module\(|__import__\(")
_NEAR = 300  # letters around a walk in which it says where it goes
_CHAIN = 3  # application, include, router


def register(draft: Draft, work: Work) -> None:
    """Plan the edits for every entity.

    Raises:
        Refused: `edit-unsure`, or `file-unparsed`.
    """
    for one in work.made:
        _include(draft, work, one)
        _export(draft, work, one)
        _show_alembic(draft, work, one)


def _edit(draft: Draft, program: Program, path: str, change: Callable[[str], str]) -> None:
    module = program.module(path)
    if module is None or module.rewritten:
        running = ".".join(map(str, sys.version_info[:2]))
        raise unfit(
            "file-unparsed",
            f"`{path}` can't be read by Python {running}",
            "a line is put in only where the whole file is understood",
            "mend the file, or run the server on the project's version of Python",
            path,
        )
    draft.edit(PurePosixPath(path), change)


def _include(draft: Draft, work: Work, made: Made) -> None:
    """The router's include beside the neighbour's, with the import that it needs."""
    program, kin, style = work.program, work.kin, work.style
    via = kin.all[0].route.via
    if len(via) < _CHAIN:
        _first_include(draft, program, kin, made)
        return
    path, twin = via[-2].path, made.twin
    module = program.module(path)
    statement = None if module is None else edits.statement_at(module.tree, via[-2].line)
    if statement is None:
        raise edits.unsure(path, "the neighbour's include can't be found")

    if module is not None and not edits.names_renamed(statement, twin):
        _include_beside(draft, work, made, module, statement)
        return

    def change(source: str) -> str:
        source = edits.with_include_like(source, statement, twin, path, style)
        for name in edits.names_renamed(statement, twin):
            source = edits.with_import_like(source, name, twin, path, width=style.width)
        return source

    _edit(draft, program, path, change)


def _include_beside(
    draft: Draft, work: Work, made: Made, module: SourceModule, statement: ast.stmt
) -> None:
    """A like of an include that doesn't name the neighbour: its file holds many routes."""
    routes = work.kin.routes
    home = dotted_of(work.program, routes.path, place(routes.path, made.twin))
    inside = {routes.name, f"{routes.name}.{work.idiom.route.variable}"}
    names = [n.id for n in ast.walk(statement) if isinstance(n, ast.Name)]
    old = next((name for name in names if module.names.get(name) in inside), None)
    if old is None:
        raise edits.unsure(module.path, "its include names nothing of the neighbour")
    package, _, stem = home.rpartition(".")
    if module.names[old] == routes.name and package:
        new, text = stem, f"from {package} import {stem}"
        if stem == old or module.names.get(stem, f"{package}.{stem}") != f"{package}.{stem}":
            new = f"{made.entity.plural}_{stem}"
            text = f"{text} as {new}"
    else:
        new = f"{made.entity.plural}_router"
        text = f"from {home} import {work.idiom.route.variable} as {new}"

    def renamed(source: str) -> str:
        return re.sub(rf"\b{re.escape(old)}\b", new, made.twin(source))

    def change(source: str) -> str:
        source = edits.with_include_like(source, statement, renamed, module.path, work.style)
        return edits.with_new_import(source, text)

    _edit(draft, work.program, module.path, change)


def _first_include(draft: Draft, program: Program, kin: Kin, made: Made) -> None:
    """An include where there was none: the neighbour's routes stand on the application itself."""
    path = kin.routes.path
    home = dotted_of(program, path, place(path, made.twin))
    owner = kin.all[0].decorator.func
    name = ast.unparse(owner.value) if isinstance(owner, ast.Attribute) else "app"
    router = f"{made.entity.plural}_router"

    def change(source: str) -> str:
        line = f"{name}.include_router({router})"
        if line in source.splitlines():
            return source
        text = f"from {home} import router as {router}"
        source = edits.with_new_import(source, text)
        return f"{source.rstrip(chr(10))}\n\n\n{line}\n"

    _edit(draft, program, path, change)


def _export(draft: Draft, work: Work, made: Made) -> None:
    """The new names where packages hand on those of the neighbour."""
    program, style = work.program, work.style
    for old, names in _defined(work.kin, work.idiom, made).items():
        new = place(old, made.twin)
        folder = old.rpartition("/")[0]
        init = f"{folder}/__init__.py"
        module = program.module(init)
        if module is None or new.rpartition("/")[0] != folder or init == old:
            continue
        own = program.facts.module_name(old)
        if old != work.kin.model.where.path and not _taken_from(program, module, names):
            continue
        renamed = {made.twin(name): name for name in names}
        for node in module.nodes(ast.ImportFrom):
            if module.imported_from(node) != own:
                continue
            known = [a.name for a in node.names if a.name in renamed.values()]
            wanted = [made.twin(name) for name in known]
            if wanted:
                _edit(draft, program, init, _exporting(known[0], wanted, made, init, style))


def _taken_from(program: Program, package: SourceModule, names: Iterable[str]) -> bool:
    """Whether anybody imports one of the names by the package that hands it on."""
    dotted = {f"{package.name}.{name}" for name in names} | {package.name}
    words = [name.encode() for name in names]
    return any(
        not dotted.isdisjoint(module.names.values())
        for module in program.mentioning(*words)
        if module.path != package.path
    )


def _exporting(
    name: str, wanted: list[str], made: Made, path: str, style: Format
) -> Callable[[str], str]:
    def change(source: str) -> str:
        source = edits.with_import_like(
            source, name, made.twin, path, width=style.width, only=wanted
        )
        return edits.with_names_in_all(source, wanted)

    return change


def _defined(kin: Kin, idiom: Idiom, made: Made) -> dict[str, list[str]]:
    """The neighbour's names that have a like, by their file."""
    schema = idiom.schema
    found: dict[str, list[str]] = {kin.model.where.path: [kin.model.name]}
    for role in ("create", "update", "out"):
        found.setdefault(schema.paths[role], []).append(getattr(schema, role))
    if schema.base:
        found.setdefault(schema.paths["create"], []).append(schema.base)
    if schema.many and made.many:
        found.setdefault(schema.paths["out"], []).append(schema.many[0])
    for layer in idiom.layers:
        found.setdefault(layer.path, []).extend(n for n in (layer.name, layer.wired) if n)
    return found


def _show_alembic(draft: Draft, work: Work, made: Made) -> None:
    """The model where the project's `env.py` sees it, if it doesn't already."""
    program, kin, style = work.program, work.kin, work.style
    envs = [tree.env.path for tree in program.facts.migrations if tree.env]
    env = program.module(envs[0]) if len(envs) == 1 else None
    if env is None:
        return
    seen = _reached(program, env)
    own = kin.model.where.path
    new = place(own, made.twin)
    exported = made.model_home != dotted_of(program, own, new)
    packages = {m.path for m in seen}
    init = f"{own.rpartition('/')[0]}/__init__.py"
    if any(_walks(m, own) for m in seen) or (exported and init in packages):
        return
    if kin.all[0].route.via and kin.all[0].route.via[0].path in packages:
        return
    for module in seen:
        name = _binding(module, kin, program)
        if name is not None and made.twin(module.text) != module.text:
            path = module.path
            if place(own, made.twin) == made.twin(own):
                _edit(draft, program, path, _shown(name, made, path, style))
                return
    _edit(draft, program, env.path, _shown_by_itself(made, dotted_of(program, own, new), env))


def _walks(module: SourceModule, models: str) -> bool:
    """Whether a module imports all that lies where the models do, whatever it is called."""
    file = PurePosixPath(models)
    word = re.compile(rf"\b(?:{re.escape(file.stem)}|{re.escape(file.parent.name)})\b")
    if module.path.startswith(f"{file.parent}/"):
        return _WALKS.search(module.text) is not None
    return any(
        word.search(module.text, max(0, found.start() - _NEAR), found.end() + _NEAR)
        for found in _WALKS.finditer(module.text)
    )


def _shown(name: str, made: Made, path: str, style: Format) -> Callable[[str], str]:
    return lambda source: edits.with_import_like(source, name, made.twin, path, width=style.width)


def _shown_by_itself(made: Made, home: str, env: SourceModule) -> Callable[[str], str]:
    """An import of the new class in its place among those that `env.py` has of the project.

    It is excused from linting as these are: they often stand below code.
    """
    top = home.partition(".")[0]
    said = re.findall(rf"(?m)^from {top}[. ].*?(# noqa.*)$", env.text)
    text = f"from {home} import {made.model}  {said[-1] if said else '# noqa: F401'}"
    return lambda source: edits.with_new_import(source, text)


def _reached(program: Program, env: SourceModule) -> list[SourceModule]:
    """The modules that `env.py` imports, directly or not, packages on the way included."""
    found = {env.path: env}
    pending = [env]
    while pending:
        for each in (*imported(program, pending.pop()),):
            parts = each.path.split("/")
            inits = ["/".join([*parts[:n], "__init__.py"]) for n in range(1, len(parts))]
            for path in [each.path, *inits]:
                module = program.module(path)
                if module is not None and path not in found:
                    found[path] = module
                    pending.append(module)
    return list(found.values())


def _binding(module: SourceModule, kin: Kin, program: Program) -> str | None:
    """The name by which a module's top imports the neighbour's model, or the module of it."""
    own = program.facts.module_name(kin.model.where.path)
    if module.path in {kin.routes.path, kin.model.where.path}:
        return None
    for node in module.tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == own:
                    return alias.asname or alias.name
        if isinstance(node, ast.ImportFrom):
            source = module.imported_from(node)
            for alias in node.names:
                known = {f"{own}.{kin.model.name}", own}
                if source is not None and f"{source}.{alias.name}" in known:
                    return alias.asname or alias.name
    return None
