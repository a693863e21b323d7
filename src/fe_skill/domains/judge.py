"""From what was given to a domain that can be made, or the reason why it can't.

Lives here: judged, and what is refused without looking at a project.
Does not:   names alone (names.py), or clashes with the project (surroundings.py, link.py).
"""

import re
from collections.abc import Iterable, Sequence

from pydantic_core import SchemaError

from fe_skill.domains.bounds import refuse_unfit_bounds
from fe_skill.domains.given import TYPES, EntityGiven, FieldGiven, RelationGiven
from fe_skill.domains.inflection import plural, snake
from fe_skill.domains.kinds import KINDS, kind_of, may_order
from fe_skill.domains.names import domain_name, entity_name, field_name, plural_name
from fe_skill.domains.refusal import refused
from fe_skill.domains.samples import controls, fits, samples_of, variants_of
from fe_skill.domains.shorthand import field_of, relation_of
from fe_skill.domains.spec import Access, Domain, Entity, Field, Relation

_TYPE = re.compile(r"([a-z]+)(?:\(([^)]*)\))?")
_PLAIN = re.compile(r'[^"\\`\x00-\x1f\x7f]+')
_LONGEST_TEXT = 70


def judged(name: str, entities: Sequence[EntityGiven], access: str | None) -> Domain:
    """The domain that was asked for; `access` None is that of a domain that is there.

    Raises:
        Refused: naming the first thing that can't be made.
    """
    if not entities:
        raise refused(
            "entities-missing",
            f"the domain `{name}` has no entities",
            "a domain is made of at least one",
            'give `entities`, for instance [{"name": "Order", "fields": ["number:string!unique"]}]',
        )
    kind, role = _access(access or "authenticated")
    made = tuple(map(_entity, entities))
    domain = Domain(domain_name(name), made, kind, role, stated=access is not None)
    _refuse_clashes(domain)
    return domain


def _access(text: str) -> tuple[Access, str | None]:
    match text.split(":", 1):
        case ["authenticated" | "public-read" | "public" | "owner" as kind]:
            return kind, None
        case ["role", role] if role:
            return "role", role
    raise refused(
        "access-unknown",
        f"`{ascii(text)[1:-1][:40]}` is not a kind of access",
        "it is `authenticated`, `public-read`, `public`, `owner` or `role:<name>`",
        "give one of these",
    )


def _entity(given: EntityGiven) -> Entity:
    module = snake(given.name)
    name = entity_name(given.name, module)
    plural_ = plural_name(given.plural or plural(module))
    fields = tuple(
        _field(field_of(f, f"`{name}`") if isinstance(f, str) else f, name) for f in given.fields
    )
    relations = tuple(
        _relation(relation_of(r, f"`{name}`") if isinstance(r, str) else r, name)
        for r in given.relations
    )
    _refuse_twice([f.name for f in fields] + [r.name for r in relations], f"`{name}`")
    by_name = {field.name: field for field in fields}
    entity = Entity(
        name,
        plural_,
        _sentence(given.description, name),
        fields,
        relations,
        _searched(given.search, by_name, name),
        _ordered(given.order_by, by_name, name),
        given.soft_delete,
        given.audit,
    )
    if fields and all(f.read_only for f in fields):
        raise refused(
            "fields-read-only",
            f"callers of `{name}` can set nothing",
            "all of its fields are read-only",
            "give at least one field that isn't",
        )
    return entity


def _searched(names: Iterable[str], fields: dict[str, Field], entity: str) -> tuple[str, ...]:
    for name in names:
        if name not in fields or not kind_of(fields[name]).text or fields[name].secret:
            raise refused(
                "search-unfit",
                f"`{entity}` can't be searched by `{ascii(name)[1:-1][:40]}`",
                "`search` takes the names of text fields of the entity that are no secrets",
                "leave it out, or name another",
            )
    return tuple(names)


def _ordered(
    names: Sequence[str] | None, fields: dict[str, Field], entity: str
) -> tuple[str, ...] | None:
    for name in names or ():
        if name not in fields or not may_order(fields[name]):
            raise refused(
                "order-unfit",
                f"lists of `{entity}` can't be ordered by `{ascii(name)[1:-1][:40]}`",
                "an order needs a required field of the entity, short enough for a cursor: "
                "no text, json, bytes, bool, uuid or url, no secret",
                "leave it out, name another, or make the field required",
            )
    return None if names is None else tuple(names)


def _field(given: FieldGiven, entity: str) -> Field:
    place = f"`{entity}.{ascii(given.name)[1:-1][:40]}`"
    kind, arguments = _typed(given.type, place)
    sizes = _sizes(kind, arguments, place)
    choices = given.choices or (arguments if kind == "enum" else ())
    field = Field(
        name=field_name(given.name),
        type="enum" if kind == "string" and choices else kind,
        required=given.required,
        unique=given.unique,
        index=given.index,
        min=given.min,
        max=given.max,
        min_length=given.min_length,
        max_length=given.max_length or sizes.get("max_length"),
        pattern=given.pattern,
        choices=choices,
        precision=sizes.get("precision", 12),
        scale=sizes.get("scale", 2),
        secret=given.secret,
        read_only=given.read_only,
        description=_sentence(given.description, f"{entity}.{given.name}"),
        example=given.example,
        default=given.default,
    )
    _refuse_unfit_options(field, place)
    refuse_unfit_bounds(field, place)
    field = _with_values(field, place)
    if samples_of(field) is None:
        raise refused(
            "values-too-few",
            f"too few values fit {place}",
            "two have to be told from its example, pattern and bounds, or 20 where it is unique",
            "widen the bounds, or give a longer `example` that the pattern takes",
        )
    return field


def _typed(text: str, place: str) -> tuple[str, tuple[str, ...]]:
    match = _TYPE.fullmatch(text.strip())
    if match is None or match[1] not in TYPES:
        raise refused(
            "type-unknown",
            f"{place} has an unknown type `{ascii(text)[1:-1][:40]}`",
            "types are " + ", ".join(TYPES),
            "give one of these; sizes as in `string(200)`, `decimal(10,2)`, `enum(open,closed)`",
        )
    return match[1], tuple(part.strip() for part in (match[2] or "").split(",") if part.strip())


def _sizes(kind: str, arguments: tuple[str, ...], place: str) -> dict[str, int]:
    if kind == "enum" or not arguments:
        return {}
    numbers = [int(a) for a in arguments if re.fullmatch(r"[0-9]{1,6}", a)]
    if len(numbers) == len(arguments) == 1 and KINDS[kind].lengthy and 0 < numbers[0] <= 100_000:  # noqa: PLR2004
        return {"max_length": numbers[0]}
    if kind == "decimal" and len(numbers) == len(arguments) == 2:  # noqa: PLR2004 -- digits, scale
        return {"precision": numbers[0], "scale": numbers[1]}
    raise refused(
        "size-unfit",
        f"the size of {place} doesn't fit its type",
        "texts and bytes have a length, as in `string(200)`; decimals have their digits and those "
        "after the point, as in `decimal(10,2)`",
        "correct the size or leave it out",
    )


def _refuse_unfit_options(field: Field, place: str) -> None:
    kind = kind_of(field)
    marked = field.min_length is not None or field.max_length is not None
    wrong = {
        "unique": field.unique and (not kind.unique or field.secret),
        "index": field.index and not kind.index,
        "default": field.default is not None and (not kind.default or field.secret),
        "min or max": (field.min is not None or field.max is not None) and not kind.bounded,
        "length": marked and not kind.lengthy,
        "pattern": field.pattern is not None and field.type not in {"string", "text"},
        "choices": bool(field.choices) and field.type != "enum",
        "secret": field.secret and (field.type not in {"string", "text"} or field.read_only),
        "example": field.example is not None and field.type in {"json", "bytes"},
    }
    for option, unfit in wrong.items():
        if unfit:
            raise refused(
                "option-unfit",
                f"{place}, {field.type}, can't have the option `{option}`",
                "it has no meaning, or no safe one, for such a field",
                f"leave `{option}` out, or choose another type",
            )
    if field.read_only and field.required and field.default is None:
        raise refused(
            "value-missing",
            f"{place} is read-only and required, and has no default",
            "nobody could give it a value",
            "give it a `default`, or `required: false`",
        )


def _with_values(field: Field, place: str) -> Field:
    if field.pattern is not None:
        _refuse_malformed_pattern(field, place)
    values = {name: _value(field, getattr(field, name)) for name in ("default", "example")}
    for name, value in values.items():
        unfit = value is not None and not fits(field, value)
        if unfit or (isinstance(value, str) and controls(value)):
            raise refused(
                "value-unfit",
                f"the {name} of {place} isn't one of its values",
                f"it has to fit the type, bounds, pattern and choices of the field ({field.type})",
                f"correct the {name} or leave it out",
            )
    field = Field(**{**vars(field), **values})
    if field.pattern is not None:
        _refuse_untold_pattern(field, place)
    return field


def _refuse_malformed_pattern(field: Field, place: str) -> None:
    try:
        fits(field, "")
    except SchemaError as error:
        raise refused(
            "pattern-malformed",
            f"the pattern of {place} is no regular expression",
            str(error).splitlines()[-1].strip()[:200],
            "correct it; look-around and back-references aren't supported",
        ) from error


def _refuse_untold_pattern(field: Field, place: str) -> None:
    pattern = field.pattern or ""
    known = field.example is not None and len(variants_of(field)) > 1
    if not known or controls(pattern) or '"' in pattern:
        raise refused(
            "example-missing",
            f"{place} has a pattern, but no example that tells values which fit",
            "documentation and tests need values, and can't make them of a pattern",
            "give an `example` with digits or letters that may vary; no quotes in the pattern",
        )


def _value(field: Field, value: object) -> object:
    """`value` as JSON has it: in short forms everything is text."""
    if not isinstance(value, str):
        return str(value) if field.type == "decimal" and value is not None else value
    try:
        if field.type in {"int", "bigint"}:
            return int(value)
        if field.type == "float":
            return float(value)
    except ValueError:
        return value
    return {"true": True, "false": False}.get(value, value) if field.type == "bool" else value


def _relation(given: RelationGiven, entity: str) -> Relation:
    *domain, target = given.to.split(".")
    what = f"the relation `{entity}.{ascii(given.name)[1:-1][:40]}`"
    if given.on_delete == "set-null" and given.required:
        raise refused(
            "relation-unfit",
            f"{what} is required and set to null on deletion",
            "one of the two can't be kept",
            "leave `required` out, or choose `restrict` or `cascade`",
        )
    if given.kind == "many-to-many" and (given.required is not None or given.on_delete):
        raise refused(
            "relation-unfit",
            f"{what} is many-to-many and has `required` or `on_delete`",
            "its rows only link; they go with either end",
            "leave both out",
        )
    return Relation(
        name=field_name(given.name, "a relation"),
        to=entity_name(target, snake(target)),
        domain=domain_name(domain[0]) if domain else None,
        kind=given.kind,
        back=field_name(given.back, "a relation") if given.back else None,
        required=given.required,
        on_delete=given.on_delete,
    )


def _sentence(text: str | None, place: str) -> str | None:
    if text is None:
        return None
    plain = text.strip().rstrip(".")
    if (
        plain
        and len(plain) <= _LONGEST_TEXT
        and plain.isprintable()
        and not re.search(r'["\\`]', plain)
    ):
        return plain[0].upper() + plain[1:]
    raise refused(
        "description-unfit",
        f"the description of `{place}` can't be used",
        f"it is one line of 1 to {_LONGEST_TEXT} characters without quotes and backslashes",
        "shorten it",
    )


def _refuse_twice(names: Sequence[str], place: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise refused(
                "name-twice",
                f"`{name}` is there twice in {place}",
                "every name means one thing",
                "rename one of the two",
            )


def _refuse_clashes(domain: Domain) -> None:
    _refuse_twice([entity.name for entity in domain.entities], f"the domain `{domain.name}`")
    _refuse_twice([entity.plural for entity in domain.entities], f"the domain `{domain.name}`")
    made = [
        f"{entity.name}{suffix}"
        for entity in domain.entities
        for suffix in ("", "In", "Out", "Update", "Filters", "Service")
    ]
    made += [
        enum_of(entity, field)
        for entity in domain.entities
        for field in entity.fields
        if field.type == "enum"
    ]
    _refuse_twice(made, f"the classes of `{domain.name}`")


def enum_of(entity: Entity, field: Field) -> str:
    """The class that holds the choices of `field`."""
    return entity.name + camel(field.name)


def camel(name: str) -> str:
    """A snake-case name as a class has it."""
    return "".join(part.capitalize() for part in name.split("_"))
