"""What a call adds to a domain that is there.

Lives here: extended.
Does not:   reading it back (read_back.py), or bringing old and new text together (merge.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fe_skill.domains.inflection import plural
from fe_skill.domains.kinds import kind_of, length
from fe_skill.domains.read_back import Known
from fe_skill.domains.spec import Domain, Entity, Field, Relation
from fe_skill.problem import Problem, Refused


def extended(known: Known, given: Domain) -> Domain:
    """The domain that is there, with what `given` has besides.

    Raises:
        Refused: `domain-differs`, naming the first place where the two contradict each other.
    """
    there = known.domain
    if given.stated and (given.access, given.role) != (there.access, there.role):
        raise _differs(known, there.entities[0].name, "its access", _access(there), _access(given))
    present = {entity.name: entity for entity in there.entities}
    entities = dict(present)
    for entity in given.entities:
        old = present.get(entity.name)
        entities[entity.name] = entity if old is None else _entity(known, old, entity)
    return Domain(there.name, tuple(entities.values()), there.access, there.role)


def _access(domain: Domain) -> str:
    return f"role:{domain.role}" if domain.role else domain.access


def _entity(known: Known, old: Entity, given: Entity) -> Entity:
    fields = {field.name: field for field in old.fields}
    new = tuple(field for field in given.fields if field.name not in fields)
    search, order_by = _without(given.search, new), _without(given.order_by, new)
    options = {
        "its plural": (old.plural, given.plural, given.plural != plural(given.module)),
        "soft_delete": (old.soft_delete, given.soft_delete, given.soft_delete),
        "audit": (old.audit, given.audit, given.audit),
        "search": (old.search, search, bool(given.search)),
        "order_by": (old.order_by, order_by, given.order_by is not None),
    }
    for option, (before, now, stated) in options.items():
        if stated and before != now:
            raise _differs(known, old.name, option, before, now)
    for field in given.fields:
        if field.name in fields:
            _refuse_other_field(known, old, fields[field.name], field)
        else:
            _refuse_unfit_field(known, old, field)
    return replace(
        old,
        fields=(*old.fields, *new),
        relations=(*old.relations, *(r for r in given.relations if _is_new(known, old, r))),
        search=given.search or old.search,
        order_by=old.order_by if given.order_by is None else given.order_by,
    )


def _without(names: Sequence[str] | None, new: Sequence[Field]) -> tuple[str, ...] | None:
    """What `names` says of fields that are there."""
    return None if names is None else tuple(n for n in names if n not in {f.name for f in new})


def _refuse_unfit_field(known: Known, entity: Entity, given: Field) -> None:
    """Refuse a new field that rows which are there could not have."""
    if given.unique and given.default is not None:
        lacks, mend = "unique, with a default", "leave out `unique` or the default"
    elif given.required and given.default is None:
        lacks = "required, without a default"
        mend = f"make it optional, `{given.name}:{given.type}?`"
        if kind_of(given).default and not given.secret:
            mend += ", or give it a default that suits the rows that are there"
    else:
        return
    path, line = known.lines[entity.name]
    raise Refused(
        Problem(
            code="field-unfit",
            what=f"`{entity.name}.{given.name}` would be new in a table with rows, {lacks}",
            why="the rows that are there would have no value for it, or all the same",
            mend=mend,
            path=path,
            line=line,
        )
    )


def _refuse_other_field(known: Known, entity: Entity, old: Field, given: Field) -> None:
    place = f"{entity.name}.{given.name}"
    before, now = _facts(old), _facts(given)
    for option, value in now.items():
        if before[option] != value:
            raise _differs(known, place, option, before[option], value)


def _facts(field: Field) -> dict[str, object]:
    """What two descriptions of the same field agree on."""
    lengthy = kind_of(field).lengthy
    least = 1 if field.min_length is None else field.min_length
    sizes = (field.precision, field.scale) if field.type == "decimal" else None
    return {
        "type": field.type,
        "required": field.required,
        "unique": field.unique,
        "index": field.index and not field.unique,
        "default": None if field.default is None else str(field.default),
        "min": None if field.min is None else float(field.min),
        "max": None if field.max is None else float(field.max),
        "min_length": least if lengthy and field.type != "bytes" else None,
        "max_length": length(field) if lengthy else None,
        "pattern": field.pattern,
        "choices": field.choices,
        "size": sizes,
        "secret": field.secret,
        "read_only": field.read_only,
    }


def _is_new(known: Known, entity: Entity, given: Relation) -> bool:
    """Whether `given` isn't there yet.

    Raises:
        Refused: it is there, and another one.
    """
    for child, old in _same(known.domain, entity, given):
        place = f"{child.name}.{old.name}"
        for option in ("kind", "required", "on_delete", "back"):
            now, before = getattr(given, option), getattr(old, option)
            turned = old.kind != given.kind and "one-to-many" in {old.kind, given.kind}
            if turned and option in {"kind", "back"}:
                continue
            if now is not None and now != before:
                raise _differs(known, place, option, before, now)
        if old.to != given.to and old.kind == given.kind:
            raise _differs(known, place, "its target", old.to, given.to)
        return False
    return True


def _same(domain: Domain, entity: Entity, given: Relation) -> Iterator[tuple[Entity, Relation]]:
    """What is there under the name of `given`, from either of its ends."""
    for old in entity.relations:
        if old.name == given.name:
            yield entity, old
    other = next((e for e in domain.entities if e.name == given.to), None)
    for old in other.relations if other is not None else ():
        if old.to == entity.name and old.back == given.name:
            yield other or entity, old


def _differs(known: Known, place: str, option: str, before: object, now: object) -> Refused:
    path, line = known.lines.get(place, known.lines[place.partition(".")[0]])
    return Refused(
        Problem(
            code="domain-differs",
            what=f"`{place}` is there already, and differs in {option}: "
            f"{_shown(before)} there, {_shown(now)} in this call",
            why="what is there is never changed by a call that adds",
            mend="say the same as the code, leave it out of the call, or change the code by hand",
            path=path,
            line=line,
        )
    )


def _shown(value: object) -> str:
    return "none" if value is None else ascii(value)[:80]
