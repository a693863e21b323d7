from collections.abc import Mapping

import pytest

from fe_skill.domains.given import EntityGiven
from fe_skill.domains.judge import judged
from fe_skill.domains.spec import Domain
from fe_skill.problem import Refused


def domain(
    *fields: object, access: str = "authenticated", name: str = "shop", **entity: object
) -> Domain:
    given = {"name": "Thing", "fields": fields or ("name:string",)} | entity
    return judged(name, [EntityGiven.model_validate(given)], access)


def test_a_short_field_says_all_that_a_long_one_does() -> None:
    short = domain("price:decimal(10,2)?!index>=0<=99.5=1.50").entities[0].fields
    long = {
        "name": "price",
        "type": "decimal(10,2)",
        "required": False,
        "index": True,
        "min": 0,
        "max": 99.5,
        "default": "1.50",
    }
    assert short == domain(long).entities[0].fields


def test_a_default_ends_where_a_mark_begins() -> None:
    (field,) = domain("seen:int=7!read-only", "name:string").entities[0].fields[:1]
    assert (field.default, field.read_only) == (7, True)


def test_a_short_relation_says_all_that_a_long_one_does() -> None:
    relations = domain(relations=("lines<Line!cascade", "parent>Thing?", "tags<>Tag", "a-B"))
    kinds = [(r.name, r.kind, r.on_delete, r.required) for r in relations.entities[0].relations]
    assert kinds == [
        ("lines", "one-to-many", "cascade", None),
        ("parent", "many-to-one", None, False),
        ("tags", "many-to-many", None, None),
        ("a", "one-to-one", None, None),
    ]


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("field-malformed", "name"),
        ("field-malformed", "name:string!nonsense"),
        ("type-unknown", "name:varchar"),
        ("size-unfit", "count:int(3)"),
        ("size-unfit", "price:decimal(10)"),
        ("name-malformed", "Name:string"),
        ("name-malformed", "n\u00e4me:string"),
        ("name-malformed", "a" * 41 + ":string"),
        ("name-reserved", "class:string"),
        ("name-reserved", "metadata:string"),
        ("name-reserved", "model_name:string"),
        ("name-reserved", "id:uuid"),
        ("name-reserved", "date:date"),
        ("option-unfit", "notes:text!unique"),
        ("option-unfit", "day:date>=1"),
        ("option-unfit", "day:date=2026-01-01"),
        ("option-unfit", "pin:int!secret"),
        ("option-unfit", {"name": "n", "type": "int", "pattern": "x"}),
        ("value-missing", "seen:int!read-only"),
        ("bounds-unfit", "n:int>=5<=5"),
        ("bounds-unfit", "n:int>=0.5"),
        ("bounds-unfit", "n:int<=3000000000"),
        ("bounds-unfit", "price:decimal(16,2)"),
        ("bounds-unfit", "price:decimal(4,2)<=100"),
        ("bounds-unfit", "price:decimal(4,2)>=0.001"),
        ("bounds-unfit", "state:enum(open)"),
        ("bounds-unfit", "state:enum(a-b,a_b)"),
        ("bounds-unfit", "state:enum(open,it's)"),
        ("value-unfit", "n:int=many"),
        ("value-unfit", "n:int>=5=4"),
        ("value-unfit", "state:enum(open,closed)=gone"),
        ("value-unfit", "name:string(3)=long"),
        ("values-too-few", "n:int>=0<=10!unique"),
        ("values-too-few", "code:string(3)!unique"),
        ("pattern-malformed", {"name": "n", "type": "string", "pattern": "(", "example": "x"}),
        ("example-missing", {"name": "n", "type": "string", "pattern": "^[a-z]+$"}),
        ("description-unfit", {"name": "n", "type": "int", "description": 'a "quote"'}),
    ],
)
def test_a_field_that_cannot_be_made_is_refused(code: str, field: object) -> None:
    with pytest.raises(Refused) as refusal:
        domain("good:string", field)
    assert refusal.value.problem.code == code
    assert refusal.value.problem.mend


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("access-unknown", {"access": "everybody"}),
        ("access-unknown", {"access": "role:"}),
        ("name-reserved", {"name": "class"}),
        ("name-reserved", {"name": "core"}),
        ("name-malformed", {"name": "../shop"}),
        ("relation-malformed", {"relations": ("nonsense",)}),
        ("relation-malformed", {"relations": ("a>Thing!explode",)}),
        (
            "relation-unfit",
            {
                "relations": (
                    {
                        "name": "a",
                        "to": "Thing",
                        "kind": "many-to-one",
                        "required": True,
                        "on_delete": "set-null",
                    },
                )
            },
        ),
        ("relation-unfit", {"relations": ("tags<>Tag!cascade",)}),
        ("name-twice", {"relations": ("name>Thing?",)}),
        ("search-unfit", {"search": ("missing",)}),
        ("order-unfit", {"order_by": ("missing",)}),
        ("name-reserved", {"plural": "filters"}),
    ],
)
def test_a_domain_that_cannot_be_made_is_refused(
    code: str, arguments: Mapping[str, object]
) -> None:
    with pytest.raises(Refused) as refusal:
        domain(**arguments)  # type: ignore[arg-type]  # each row names arguments of its own
    assert refusal.value.problem.code == code


@pytest.mark.parametrize("name", ["thing", "Class", "Page", "Role", "Request", "\u041erder"])
def test_an_entity_of_an_unfit_name_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        judged("shop", [EntityGiven(name=name, fields=("a:int",))], "public")
    assert refusal.value.problem.code in {"name-malformed", "name-reserved"}


def test_a_domain_needs_entities() -> None:
    with pytest.raises(Refused, match="no entities"):
        judged("shop", [], "public")
