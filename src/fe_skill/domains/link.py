"""Relations as tables and classes have them: keys, collections, association tables.

Lives here: Key, Back, Many, Linked, link.
Does not:   how they are written (answers.py, tables.py, edits.py).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from fe_skill.domains.inflection import plural, snake, words_of
from fe_skill.domains.refusal import refused
from fe_skill.domains.spec import Domain, Entity, Relation
from fe_skill.domains.surroundings import Existing, Surroundings


@dataclass(frozen=True)
class Target:
    """The other end of a relation. `entity` is set where the same call makes it."""

    name: str
    module: str
    table: str
    owned: bool
    domain: str
    entity: Entity | None
    existing: Existing | None

    @property
    def soft(self) -> bool:
        """Whether its rows stay in the table when they are removed."""
        if self.entity is not None:
            return self.entity.soft_delete
        return self.existing is not None and self.existing.soft

    @property
    def role(self) -> str | None:
        """The role that the routes of another domain ask for."""
        return None if self.existing is None else self.existing.role

    @property
    def words(self) -> str:
        """Its name as people write it."""
        return words_of(snake(self.name))


@dataclass(frozen=True)
class Key:
    """A foreign key on `child`, with the relationships at both of its ends."""

    child: Entity
    name: str
    target: Target
    required: bool
    unique: bool
    on_delete: str
    back: str
    shown: bool
    ambiguous: bool = False
    late: bool = False

    @property
    def column(self) -> str:
        """The column's name."""
        return f"{self.name}_id"

    @property
    def declared_by(self) -> Entity:
        """The entity whose class and answers are about it first."""
        return self.target.entity if self.shown and self.target.entity else self.child

    @property
    def is_self(self) -> bool:
        """Whether it points into its own table."""
        return self.target.entity is self.child


@dataclass(frozen=True)
class Many:
    """A many-to-many relation of `owner`, and the table between the two."""

    owner: Entity
    name: str
    target: Target
    back: str

    @property
    def table(self) -> str:
        """The association table."""
        return f"{self.owner.module}_{self.name}"

    @property
    def columns(self) -> tuple[str, str]:
        """Its two columns."""
        return f"{self.owner.module}_id", f"{snake(self.target.name)}_id"

    @property
    def ids(self) -> str:
        """The field by which callers set it."""
        plural_ = (
            self.target.entity.plural if self.target.entity else plural(snake(self.target.name))
        )
        if self.name == plural_:
            return f"{snake(self.target.name)}_ids"
        return f"{self.name.removesuffix('s')}_ids"


@dataclass(frozen=True)
class Linked:
    """A domain with its relations, its entities so ordered that tables come after their targets.

    The order is the same for the same code, whatever a call says first: what is read back from
    files is then written as it is there.
    """

    domain: Domain
    keys: tuple[Key, ...]
    many: tuple[Many, ...]
    role: str | None
    owner: Existing | None
    package: str
    makes_trail: bool

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of the domain."""
        return self.domain.entities

    @property
    def ends(self) -> tuple[Key | Many, ...]:
        """Every relation."""
        return (*self.keys, *self.many)

    @property
    def made_elsewhere(self) -> tuple[Existing, ...]:
        """What tests can't do without, of other domains; accounts are always at hand."""
        needed = (end for end in self.ends if not isinstance(end, Key) or end.required)
        found = (end.target.existing for end in needed)
        return tuple(dict.fromkeys(e for e in found if e is not None and e.table != "users"))

    def keys_of(self, entity: Entity) -> tuple[Key, ...]:
        """The foreign keys of `entity`."""
        return tuple(key for key in self.keys if key.child is entity)

    def backs_of(self, entity: Entity) -> tuple[Key, ...]:
        """The foreign keys that point at `entity`."""
        return tuple(key for key in self.keys if key.target.entity is entity)

    def many_of(self, entity: Entity) -> tuple[Many, ...]:
        """The many-to-many relations that `entity` declares."""
        return tuple(many for many in self.many if many.owner is entity)

    def shown_of(self, entity: Entity) -> tuple[tuple[str, Target], ...]:
        """What the answers of `entity` nest: collections by name, with what they hold."""
        lines = [
            (key.back, _own_target(self.domain, key.child))
            for key in self.backs_of(entity)
            if key.shown
        ]
        return (*lines, *((many.name, many.target) for many in self.many_of(entity)))


def link(domain: Domain, around: Surroundings) -> Linked:
    """`domain` within the project.

    Raises:
        Refused: a target is missing, names clash, or tables would wait for each other.
    """
    _refuse_taken(domain, around)
    _refuse_unknown_actors(domain)
    _refuse_empty(domain)
    keys = tuple(key for entity in domain.entities for key in _keys(entity, domain, around))
    pairs = Counter(map(_tables, keys))
    entities, late = _ordered(domain.entities, keys)
    domain = replace(domain, entities=entities)
    keys = tuple(
        replace(key, ambiguous=_is_ambiguous(key, domain, pairs), late=key in late)
        for key in sorted(keys, key=lambda key: entities.index(key.declared_by))
    )
    many = tuple(
        Many(
            entity,
            r.name,
            _target(r, entity, domain, around),
            r.back or _told_apart(entity.plural, r, entity),
        )
        for entity in domain.entities
        for r in entity.relations
        if r.kind == "many-to-many"
    )
    linked = Linked(
        domain,
        keys,
        many,
        _role(domain, around),
        next((e for e in around.entities if e.table == "users"), None),
        f"src.domains.{domain.name}",
        makes_trail=any(e.audit for e in domain.entities) and "audit_entries" not in around.created,
    )
    _refuse_names(linked)
    for entity in domain.entities:
        _refuse_endless(linked, entity, ())
    return linked


def _tables(key: Key) -> frozenset[str]:
    return frozenset((key.child.plural, key.target.table))


def _is_ambiguous(key: Key, domain: Domain, pairs: Mapping[frozenset[str], int]) -> bool:
    """Whether another key joins the same two tables, from either side."""
    owner = domain.access == "owner" and key.target.table == "users"
    return pairs[_tables(key)] + owner > 1


def _keys(entity: Entity, domain: Domain, around: Surroundings) -> list[Key]:
    keys = []
    for relation in entity.relations:
        if relation.kind == "many-to-many":
            continue
        target = _target(relation, entity, domain, around)
        if relation.kind == "one-to-many":
            keys.append(_downwards(relation, entity, target, domain))
            continue
        single = relation.kind == "one-to-one"
        is_self = target.entity is entity
        if is_self and relation.required:
            raise refused(
                "relation-unfit",
                f"`{entity.name}.{relation.name}` points to its own entity and is required",
                "the first row could never be made",
                "leave `required` out",
            )
        required = not is_self if relation.required is None else relation.required
        back = entity.module if single else "children" if is_self else entity.plural
        back = _told_apart(back, relation, entity)
        required = required and relation.on_delete != "set-null"
        keys.append(
            Key(
                entity,
                relation.name,
                target,
                required,
                single,
                relation.on_delete or ("restrict" if required or is_self else "set-null"),
                relation.back or back,
                shown=False,
            )
        )
    return keys


def _told_apart(back: str, relation: Relation, entity: Entity) -> str:
    """`back`, longer where another relation of `entity` has the same target."""
    to = Counter((r.domain, r.to) for r in entity.relations)
    return f"{relation.name}_{back}" if to[relation.domain, relation.to] > 1 else back


def _downwards(relation: Relation, entity: Entity, target: Target, domain: Domain) -> Key:
    child = target.entity
    if child is None or child is entity:
        raise refused(
            "relation-unfit",
            f"`{entity.name}.{relation.name}` would add a column to `{relation.to}`",
            "a one-to-many relation puts its key on the other entity, which this call doesn't make "
            "or which is the same",
            f"declare it on the other side, as `{relation.back or entity.module}>{entity.name}`",
        )
    required = relation.required is not False and relation.on_delete != "set-null"
    return Key(
        child,
        relation.back or entity.module,
        _own_target(domain, entity),
        required,
        unique=False,
        on_delete=relation.on_delete or ("restrict" if required else "set-null"),
        back=relation.name,
        shown=relation.on_delete == "cascade",
    )


def _own_target(domain: Domain, entity: Entity) -> Target:
    module = f"src.domains.{domain.name}.models.{entity.module}"
    owned = domain.access == "owner"
    return Target(entity.name, module, entity.plural, owned, domain.name, entity, None)


def _target(relation: Relation, entity: Entity, domain: Domain, around: Surroundings) -> Target:
    if relation.domain in {None, domain.name}:
        for own in domain.entities:
            if own.name == relation.to:
                return _own_target(domain, own)
    for other in around.entities:
        named = relation.domain is not None and relation.domain == other.domain
        if other.name == relation.to and named:
            return Target(
                other.name, other.module, other.table, other.owned, other.domain, None, other
            )
    known = [own.name for own in domain.entities]
    known += [f"{other.domain}.{other.name}" for other in around.entities if other.domain]
    wanted = f"{relation.domain}.{relation.to}" if relation.domain else relation.to
    raise refused(
        "target-unknown",
        f"`{entity.name}.{relation.name}` points to `{wanted}`, which doesn't exist",
        "there are " + ", ".join(f"`{name}`" for name in known),
        "name one of these, or add the entity to the call",
    )


def _role(domain: Domain, around: Surroundings) -> str | None:
    if domain.role is None:
        return None
    for member, value in around.roles:
        if value == domain.role:
            return member
    raise refused(
        "role-unknown",
        f"there is no role `{ascii(domain.role)[1:-1][:40]}`",
        "`src/core/security.py` has " + ", ".join(f"`{value}`" for _, value in around.roles),
        "give one of these, or add the role to `Role` first",
    )


def _refuse_unknown_actors(domain: Domain) -> None:
    for entity in domain.entities:
        if entity.audit and domain.access == "public":
            raise refused(
                "audit-unfit",
                f"`{entity.name}` has `audit`, and its routes are public",
                "an audit trail says who did what, and nobody is known there",
                "leave `audit` out, or give another `access`",
            )


def _refuse_empty(domain: Domain) -> None:
    for entity in domain.entities:
        if not entity.fields:
            raise refused(
                "fields-missing",
                f"`{entity.name}` has no fields",
                "an entity without a field holds nothing that a caller could send",
                "give `fields`, for instance `name:string`",
            )


def _refuse_taken(domain: Domain, around: Surroundings) -> None:
    for entity in domain.entities:
        for other in around.entities:
            if entity.name == other.name or entity.plural == other.table:
                raise refused(
                    "entity-exists",
                    f"`{other.path}` has `{other.name}` with the table `{other.table}` already",
                    "classes and tables have one name each in a whole service",
                    f"give `{entity.name}` another name or `plural`",
                )


def _ordered(
    entities: tuple[Entity, ...], keys: tuple[Key, ...]
) -> tuple[tuple[Entity, ...], tuple[Key, ...]]:
    """The entities, each after those it points to, and the keys that can't wait for that."""
    done: list[Entity] = []
    late: list[Key] = []
    while len(done) < len(entities):
        left = [entity for entity in entities if entity not in done]
        waiting = {e.name: _waiting(e, keys, left) for e in left}
        chosen = next((e for e in left if not waiting[e.name]), None)
        chosen = chosen or next((e for e in left if _may_go_ahead(e, waiting)), None)
        if chosen is None:
            raise refused(
                "relations-circular",
                ", ".join(f"`{e.name}`" for e in left) + " refer to each other in a circle",
                "every relation in it is required, so that no row could be the first",
                "make one of the relations optional with `?`, or leave it out",
            )
        late += waiting[chosen.name]
        done.append(chosen)
    return tuple(done), tuple(late)


def _waiting(entity: Entity, keys: tuple[Key, ...], left: list[Entity]) -> list[Key]:
    mine = (key for key in keys if key.child is entity and not key.is_self)
    return [key for key in mine if key.target.entity in left]


def _may_go_ahead(entity: Entity, waiting: Mapping[str, list[Key]]) -> bool:
    """Whether `entity` stands in a circle, and can be made before what it points to."""
    reached: list[str] = []
    after = [entity.name]
    while after:
        after = [key.target.name for name in after for key in waiting[name]]
        after = [name for name in dict.fromkeys(after) if name not in reached]
        reached += after
    return entity.name in reached and not any(key.required for key in waiting[entity.name])


def _refuse_names(linked: Linked) -> None:
    for entity in linked.domain.entities:
        names = [f.name for f in entity.fields]
        names += [name for key in linked.keys_of(entity) for name in (key.name, key.column)]
        names += [key.back for key in linked.backs_of(entity)]
        names += [name for many in linked.many_of(entity) for name in (many.name, many.ids)]
        names += [m.back for m in linked.many if m.target.entity is entity]
        names += ["owner_id"] if linked.domain.access == "owner" else []
        names += ["deleted_at"] if entity.soft_delete else []
        _refuse_doubles(names, f"`{entity.name}`")
    _refuse_doubles([m.table for m in linked.many] + [e.plural for e in linked.entities], "tables")
    for existing in {end.target.existing for end in linked.ends if end.target.existing}:
        ends = [e for e in linked.ends if e.target.existing == existing]
        _refuse_doubles([end.back for end in ends], f"`{existing.name}` (`{existing.path}`)")
    for many in linked.many:
        if many.target.entity is many.owner:
            raise refused(
                "relation-unfit",
                f"`{many.owner.name}.{many.name}` is many-to-many with itself",
                "the two ends couldn't be told apart",
                "make an entity between, with two relations",
            )


def _refuse_doubles(names: list[str], place: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise refused(
                "name-twice",
                f"`{name}` would be there twice in {place}",
                "fields, relations, their `_id` columns and their back ends share one class",
                "rename one, or give the relation another `back`",
            )


def _refuse_endless(linked: Linked, entity: Entity, above: tuple[str, ...]) -> None:
    if entity.name in above:
        raise refused(
            "nesting-endless",
            f"the answers of `{entity.name}` would hold themselves",
            " holds ".join((*above, entity.name)),
            "leave out `cascade` on one of the relations, or declare it many-to-one",
        )
    for _, target in linked.shown_of(entity):
        if target.entity is not None:
            _refuse_endless(linked, target.entity, (*above, entity.name))
