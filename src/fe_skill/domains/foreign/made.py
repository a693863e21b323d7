"""The names and places of what is made for one entity.

Lives here: Link, Made, made_of.
Does not:   the text of files (write_*.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from fe_skill.domains.foreign.fields import Written
from fe_skill.domains.foreign.idiom import Idiom
from fe_skill.domains.foreign.kin import Kin
from fe_skill.domains.foreign.piece import Need, Piece
from fe_skill.domains.foreign.refusals import unfit
from fe_skill.domains.foreign.survey_models import key_of
from fe_skill.domains.foreign.words import CLASS_SUFFIX, Names, Twin
from fe_skill.domains.inflection import plural, snake
from fe_skill.domains.refusal import refused
from fe_skill.domains.spec import Domain, Entity, Relation
from fe_skill.project.model import Model
from fe_skill.project.program import Program

_ROLES = frozenset(
    ("models", "model", "schemas", "schema", "crud", "services", "repositories", "routes",
     "routers", "endpoints", "views", "dao")
)  # fmt: skip
_SINCE = 21
_RULES = {"cascade": "CASCADE", "restrict": "RESTRICT", "set-null": "SET NULL"}


@dataclass(frozen=True)
class Link:
    """A foreign key of an entity. `made` is the name of the entity that the same call makes.

    `target` is then its class, `names` are its words, `back` is what it calls the other side.
    """

    name: str
    table: str
    key: str
    python: Piece
    migration: str
    required: bool
    unique: bool
    on_delete: str | None
    made: str | None
    target: Need | None = None
    names: Names | None = None
    back: str | None = None

    @property
    def attribute(self) -> str:
        """The name of the relationship that goes with the column."""
        return self.name.removesuffix("_id")


@dataclass(frozen=True)
class Made:
    """One entity in the idiom. `homes` has the module to import a name from.

    The class has `model_home` to itself: a schema may be called as it is.
    """

    entity: Entity
    twin: Twin
    model: str
    model_home: str
    table: str
    fields: tuple[Written, ...]
    links: tuple[Link, ...]
    owner: Link | None
    create: str
    update: str
    out: str
    base: str | None
    many: tuple[str, str, str | None] | None
    homes: dict[str, str] = field(hash=False)

    @property
    def model_needs(self) -> frozenset[Need]:
        """The need for the mapped class."""
        return frozenset({Need(f"{self.model_home}.{self.model}", self.model)})

    def needs(self, *names: str) -> frozenset[Need]:
        """The needs for names of its own."""
        return frozenset(Need(f"{self.homes[name]}.{name}", name) for name in names)

    def twinned(self, text: Piece, own: str = "") -> Piece:
        """The neighbour's text about this entity; what the module `own` defines isn't imported."""
        needs = set()
        for each in text.needs:
            new = self.twin(each.written)
            if each.dotted.rpartition(".")[0] == own:
                continue
            if new == each.written:
                needs.add(each)
            else:
                home = self.homes.get(new)
                needs.add(Need(f"{home}.{new}" if home else self.twin(each.dotted), new))
        return Piece(self.twin(text.text), frozenset(needs))


def place(path: str, twin: Twin) -> str:
    """Where the neighbour's file at `path` has its like; beside it, where many share that file."""
    new = twin(path)
    if new != path:
        return new
    file = PurePosixPath(path)
    plural_ = twin.new.plural
    if file.parent.name in _ROLES or file.stem in {"main", "app", "__init__"}:
        return str(file.with_name(f"{plural_}.py"))
    return str(file.with_name(f"{file.stem}_{plural_}.py"))


def dotted_of(program: Program, old: str, new: str) -> str:
    """The name under which the project will import `new`, going by that of `old`."""
    count = len(program.facts.module_name(old).split("."))
    count -= old.endswith("/__init__.py")
    parts = new.removesuffix(".py").split("/")
    here = len(old.removesuffix(".py").split("/")) - old.endswith("/__init__.py")
    return ".".join(parts[here - count :])


def made_of(program: Program, kin: Kin, idiom: Idiom, domain: Domain) -> tuple[Made, ...]:
    """Every entity of `domain`, those first that others point to.

    Raises:
        Refused: a name is taken, a target is missing, or a relation isn't one of the kinds that
            can be made here.
    """
    email = "email-validator" in dict(program.facts.around.distributions) or any(
        program.mentioning(b"EmailStr")
    )
    twins = {
        entity.name: Twin(kin.names, Names(entity.module, entity.plural, domain.name))
        for entity in domain.entities
    }
    links = _links(program, kin, idiom, domain, twins)
    if idiom.model.style == "sqlmodel" and not _knows_ondelete(program):
        links = {n: [replace(k, on_delete=None) for k in found] for n, found in links.items()}
    owner = _owner(program, kin, idiom) if domain.access == "owner" else None
    if owner is not None and idiom.model.style == "sqlmodel" and not _knows_ondelete(program):
        owner = replace(owner, on_delete=None)
    made = [
        _made(
            program,
            kin,
            idiom,
            entity,
            twin=twins[entity.name],
            links=links[entity.name],
            owner=owner,
            email=email,
        )
        for entity in domain.entities
    ]
    return tuple(_ordered(made))


def _knows_ondelete(program: Program) -> bool:
    """Whether the project's SQLModel takes `ondelete`, as 0.0.21 and later do."""
    declared = dict(program.facts.around.distributions).get("sqlmodel", "")
    found = re.search(r"0\.0\.(\d+)", declared)
    used = any("ondelete=" in m.text for m in program.mentioning(b"sqlmodel"))
    return used or (found is not None and int(found[1]) >= _SINCE)


def _made(
    program: Program,
    kin: Kin,
    idiom: Idiom,
    entity: Entity,
    *,
    twin: Twin,
    links: Sequence[Link],
    owner: Link | None,
    email: bool,
) -> Made:
    schema = idiom.schema
    many = schema.many
    names = {
        "model": twin(kin.model.name),
        "create": twin(schema.create),
        "update": twin(schema.update),
        "out": twin(schema.out),
    }
    base = twin(schema.base) if schema.base else None
    path = kin.model.where.path
    model_home = dotted_of(program, path, place(path, twin))
    model_home = _exported(program, kin, kin.model.name, path, model_home)
    homes = {names["model"]: model_home}
    for role in ("out", "update", "create"):
        path = schema.paths[role]
        home = dotted_of(program, path, place(path, twin))
        homes[names[role]] = _exported(program, kin, getattr(schema, role), path, home)
    if base is not None:
        homes[base] = homes[names["create"]]
    for layer in idiom.layers:
        home = dotted_of(program, layer.path, place(layer.path, twin))
        homes[twin(layer.name)] = home
        if layer.source_below:
            homes[twin(layer.wired)] = home
    if many is not None:
        many = (twin(many[0]), many[1], many[2])
        homes[many[0]] = homes[names["out"]]
    return Made(
        entity=entity,
        twin=twin,
        model=names["model"],
        model_home=model_home,
        table=table_of(program, kin, idiom, twin),
        fields=tuple(Written(f, idiom, email) for f in entity.fields),
        links=tuple(links),
        owner=owner,
        create=names["create"],
        update=names["update"],
        out=names["out"],
        base=base,
        many=many,
        homes=homes,
    )


def _exported(program: Program, kin: Kin, name: str, path: str, home: str) -> str:
    """The module that the neighbour's routes import `name` from, if that is a package above."""
    seen = kin.routes.names.get(name, "").rpartition(".")[0]
    own = program.facts.module_name(path)
    if not seen or seen == own or not own.startswith(f"{seen}."):
        return home
    for module in program.mentioning(name.encode()):
        if module.name == seen and module.path.endswith("__init__.py") and name in module.names:
            return seen
    return home


def table_of(program: Program, kin: Kin, idiom: Idiom, twin: Twin) -> str:
    """The table's name as the neighbour's is made."""
    table = idiom.model.table
    new = twin.new.plural if idiom.model.table_plural else twin.new.singular
    if table is not None:
        old = {twin.old.singular, twin.old.plural, f"{twin.old.singular}s", snake(kin.model.name)}
        old |= {plural(snake(kin.model.name)), twin.old.singular.replace("_", "")}
        known = table in old or any(table.endswith(f"_{word}") for word in old)
        return twin(table) if known else new
    camel = twin(kin.model.name)
    several = [m for m in program.facts.models if m.table and "_" in snake(m.name)]
    snaked = any(m.table in {snake(m.name), plural(snake(m.name))} for m in several)
    if idiom.model.style == "sqlmodel" or not snaked:
        lowered = camel.lower()
        kin_table = kin.model.table or ""
        return f"{lowered}s" if kin_table == f"{kin.model.name.lower()}s" else lowered
    return plural(snake(camel)) if idiom.model.table_plural else snake(camel)


def _owner(program: Program, kin: Kin, idiom: Idiom) -> Link:
    user = idiom.auth.user if idiom.auth else None
    model = next((m for m in program.facts.models if m.name == user), None)
    if model is None and idiom.auth is not None and idiom.auth.as_dict:
        model = next((m for m in program.facts.models if m.name in {"User", "UserDB"}), None)
    if model is None or model.table is None or idiom.auth is None or idiom.auth.param is None:
        raise unfit(
            "owner-unknown",
            "the project's routes aren't given a user whose row could own others",
            "`access: owner` needs the model of users and a parameter that holds one",
            "choose another `access`, or name the dependency with `auth`",
        )
    used = [
        c.name
        for c in kin.model.columns
        if any(f.startswith(f"{model.table}.") for f in c.foreign_keys)
    ]
    return _link(program, model, used[0] if used else "owner_id", None, required=True)


def _link(
    program: Program,
    model: Model,
    name: str,
    relation: Relation | None,
    *,
    required: bool,
) -> Link:
    key = key_of(program, model)
    on_delete = relation.on_delete if relation else "cascade"
    return Link(
        name=name,
        table=model.table or "",
        key=key.name,
        python=key.python,
        migration=key.migration,
        required=required,
        unique=relation is not None and relation.kind == "one-to-one",
        on_delete=_RULES[on_delete] if on_delete else None,
        made=None,
    )


def _links(
    program: Program, kin: Kin, idiom: Idiom, domain: Domain, twins: dict[str, Twin]
) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {entity.name: [] for entity in domain.entities}
    for entity in domain.entities:
        for relation in entity.relations:
            if relation.kind == "many-to-many":
                raise refused(
                    "relation-unfit",
                    f"`{entity.name}.{relation.name}` is many-to-many",
                    "in projects that scaffold didn't make, relations are foreign keys so far",
                    "leave it out, or make the table between the two an entity of its own",
                )
            down = relation.kind == "one-to-many"
            child = relation.to if down else entity.name
            target = entity.name if down else relation.to
            if child not in found:
                raise _missing(entity, relation)
            name = relation.back or snake(entity.name) if down else relation.name
            required = relation.on_delete != "set-null" and relation.required is not False
            if target in found:
                key = idiom.model.key
                link = Link(
                    f"{name}_id",
                    table_of(program, kin, idiom, twins[target]),
                    twins[target](key.name),
                    key.python,
                    key.migration,
                    required and target != child,
                    relation.kind == "one-to-one",
                    _RULES[relation.on_delete] if relation.on_delete else None,
                    target,
                    _class_of(program, kin, twins[target]),
                    twins[target].new,
                    relation.name if down else relation.back,
                )
            else:
                model = _existing(program, target)
                if model is None:
                    raise _missing(entity, relation)
                link = _link(program, model, f"{name}_id", relation, required=required)
            found[child].append(link)
    return found


def _class_of(program: Program, kin: Kin, twin: Twin) -> Need:
    """The mapped class of an entity that is made, as others import it."""
    path, name = kin.model.where.path, twin(kin.model.name)
    home = dotted_of(program, path, place(path, twin))
    return Need(f"{_exported(program, kin, kin.model.name, path, home)}.{name}", name)


def _existing(program: Program, name: str) -> Model | None:
    models = [m for m in program.facts.models if m.table and not m.abstract]
    exact = [m for m in models if m.name == name]
    near = [m for m in models if CLASS_SUFFIX.sub("", m.name) == name]
    return next(iter([*exact, *near]), None)


def _missing(entity: Entity, relation: Relation) -> Exception:
    return refused(
        "target-missing",
        f"`{entity.name}.{relation.name}` points to `{relation.to}`, which isn't there",
        "a foreign key needs a table: of this call, or of a model of the project",
        "correct the name, or add the entity to the call",
    )


def _ordered(made: list[Made]) -> list[Made]:
    """Each entity after those that it points to."""
    done: list[Made] = []
    waiting = list(made)
    while waiting:
        names = {m.entity.name for m in waiting}
        free = [m for m in waiting if not any(k.made in names - {m.entity.name} for k in m.links)]
        if not free:
            raise refused(
                "relations-circular",
                "the entities point at each other in a circle",
                "neither table could be made first",
                "leave one of the relations out",
            )
        done += free
        waiting = [m for m in waiting if m not in free]
    return done
