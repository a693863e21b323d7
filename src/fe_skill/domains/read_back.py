"""A domain of ours read back from its code: what it would have to be asked for as.

The code is the only memory: nothing is kept beside it that could fall behind. What was written by
hand since is left alone where it means nothing here.

Lives here: Known, read_back.
Does not:   single columns (read_columns.py), or what a call may add (extend.py).
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fe_skill.domains.inflection import article, words_of
from fe_skill.domains.kinds import may_order
from fe_skill.domains.read_columns import Model, column_fields, model_of
from fe_skill.domains.spec import Access, Domain, Entity, Relation
from fe_skill.domains.surroundings import Surroundings, known_modules
from fe_skill.problem import Problem, Refused
from fe_skill.syntax.tree import module_of

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Known:
    """A domain that is there. `lines` tells where each entity and each of its parts stands."""

    domain: Domain
    prefix: str
    lines: Mapping[str, tuple[str, int]]


@dataclass(frozen=True)
class _Sources:
    """The files of one entity."""

    module: str
    path: str
    model: str
    schema: str
    service: str
    router: str


def read_back(name: str, around: Surroundings) -> Known | None:
    """The domain `name` of the project; None where there is none of ours."""
    folder = f"src/domains/{name}"
    dependencies = around.read(f"{folder}/dependencies.py") or ""
    sources = tuple(_sources(folder, module, around) for module in known_modules(dependencies))
    models = {s.module: found for s in sources if (found := model_of(s.model)) is not None}
    if not models:
        return None
    owned = "principal.id" in dependencies
    access, role = _access(sources[0].router, owned, around)
    own = {model.name: model for model in models.values()}
    entities = [_entity(source, models[source.module], own) for source in sources]
    domain = Domain(name, tuple(_with_lines(entities, sources, own)), access, role)
    lines = {
        place: (source.path, line)
        for source in sources
        for place, line in models[source.module].lines.items()
    }
    return Known(domain, _prefix(domain.entities[0], around), lines)


def _sources(folder: str, module: str, around: Surroundings) -> _Sources:
    def read(part: str) -> str:
        path = f"{folder}/{part}/{module}.py"
        text = around.read(path) or ""
        try:
            module_of(text)
        except (SyntaxError, ValueError) as error:
            raise _unparsable(path, error) from error
        return text

    path = f"{folder}/models/{module}.py"
    return _Sources(
        module, path, read("models"), read("schemas"), read("services"), read("routers")
    )


def _unparsable(path: str, error: Exception) -> Refused:
    return Refused(
        Problem(
            code="file-unparsable",
            what=f"`{path}` isn't Python that can be read",
            why=str(error)[:200],
            mend="mend it, then call again",
            path=path,
            line=getattr(error, "lineno", None),
        )
    )


def _access(router: str, owned: bool, around: Surroundings) -> tuple[Access, str | None]:  # noqa: FBT001 -- a fact
    if asked := re.search(r"require_role\(Role\.(\w+)\)", router):
        return "role", dict(around.roles).get(asked[1])
    if owned:
        return "owner", None
    if re.search(r"APIRouter\([^)]*get_principal", router):
        return "authenticated", None
    return ("public-read" if "get_principal" in router else "public"), None


def _prefix(entity: Entity, around: Surroundings) -> str:
    main = around.read("src/main.py") or ""
    wanted = rf'{entity.plural}_router,\s*prefix="([^"]*)/{re.escape(entity.path)}"'
    found = re.search(wanted, main)
    return found[1] if found else PREFIX


def _entity(source: _Sources, model: Model, own: Mapping[str, Model]) -> Entity:
    fields = tuple(column_fields(model, source.schema))
    usual = article(words_of(source.module))
    described = model.doc.rstrip(".")
    orders = _orders(source.service)
    orderable = tuple(field.name for field in fields if may_order(field))
    return Entity(
        model.name,
        model.table,
        None if described == usual[0].upper() + usual[1:] else described,
        fields,
        tuple(_relations(model, own)),
        tuple(re.findall(rf"{model.name}\.(\w+)\.icontains\(", source.service)),
        None if orders == orderable else orders,
        soft_delete="SoftDeleted" in model.bases,
        audit="self.audit" in source.service,
    )


def _orders(service: str) -> tuple[str, ...]:
    for node in module_of(service).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ORDERS":
            names = [ast.literal_eval(key) for key in node.value.keys if key]  # type: ignore[attr-defined]  # a dict, as we write it
            return tuple(name for name in names if name != "id")
    return ()


def _relations(model: Model, own: Mapping[str, Model]) -> Iterator[Relation]:
    for name, key in model.keys.items():
        end = model.relationships.get(name)
        if end is None or name == "owner":
            continue
        yield Relation(
            name=name,
            to=end.target,
            domain=_domain_of(end.target, model, own),
            kind="one-to-one" if key.unique else "many-to-one",
            back=end.options.get("back_populates"),
            required=not key.nullable,
            on_delete=key.on_delete,
        )
    for name, end in model.relationships.items():
        if "secondary" in end.options and "order_by" in end.options:
            yield Relation(
                name=name,
                to=end.target,
                domain=_domain_of(end.target, model, own),
                kind="many-to-many",
                back=end.options.get("back_populates"),
            )


def _domain_of(target: str, model: Model, own: Mapping[str, Model]) -> str | None:
    if target in own:
        return None
    return model.imports.get(target, "..").split(".")[2] or None


def _with_lines(
    entities: list[Entity], sources: tuple[_Sources, ...], own: Mapping[str, Model]
) -> Iterator[Entity]:
    """The entities, with what their answers nest declared where it is shown."""
    shown = {
        (entity.name, name)
        for entity, source in zip(entities, sources, strict=True)
        for name in _nested(source.schema, entity.name)
    }
    moved: dict[str, list[Relation]] = {}
    for entity in entities:
        for relation in entity.relations:
            if relation.domain is None and (relation.to, relation.back) in shown:
                moved.setdefault(relation.to, []).append(_downwards(entity.name, relation))
    for entity in entities:
        kept = [r for r in entity.relations if (r.to, r.back) not in shown or r.domain]
        ends = {name: place for place, name in enumerate(own[entity.name].relationships)}
        lines = sorted(moved.get(entity.name, []), key=lambda line: ends.get(line.name, 0))
        yield replace(entity, relations=tuple(_as_written(kept, lines, ends, entity.name)))


def _as_written(
    kept: list[Relation], lines: list[Relation], ends: Mapping[str, int], entity: str
) -> Iterator[Relation]:
    """The relations in the order in which a class has their ends."""
    for relation in kept:
        place = ends.get(relation.back or "", 0) if relation.to == entity else 0
        while lines and ends.get(lines[0].name, 0) < place:
            yield lines.pop(0)
        yield relation
    yield from lines


def _downwards(child: str, relation: Relation) -> Relation:
    return Relation(
        name=relation.back or "",
        to=child,
        domain=None,
        kind="one-to-many",
        back=relation.name,
        required=relation.required,
        on_delete=relation.on_delete,
    )


def _nested(schema: str, name: str) -> Iterator[str]:
    for node in module_of(schema).body:
        if isinstance(node, ast.ClassDef) and node.name == f"{name}Out":
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and re.fullmatch(
                    r"list\[\w+Out\]", ast.unparse(line.annotation)
                ):
                    yield ast.unparse(line.target)
