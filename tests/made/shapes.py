"""Domains of many shapes: every type of field, every kind of relation, every access, odd plurals.

Lives here: SHAPES, and adding one to a made project.
Does not:   what has to hold of them (test_domains, and benchmarks/domain_shapes for all of it).
"""

from pathlib import Path
from typing import Any

from fe_skill.call import Call
from fe_skill.domains.given import EntityGiven
from fe_skill.tools.add_domain import add_domain
from fe_skill.tools.choices import Verify

EVERY_TYPE: list[object] = [
    *("title:string(50)!unique", "notes:text?", "n:int>=0<=5", "m:bigint!unique", "f:float>=0"),
    *("price:decimal(10,2)>=0!unique", "balance:decimal(8,3)", "ok:bool=true", "day:date!unique"),
    *("at:datetime!unique", "clock:time!unique", "u:uuid!unique", "ref:uuid?!index", "j:json"),
    *("mail:email!unique", "link:url?", "s:slug!unique", "raw:bytes?", "pin:string(12)!secret"),
    *("state:enum(open,in-progress,closed)=open", "seen:int=0!read-only", "order:int!index"),
    *("group:enum(a,b)", "user:string?", "short:string(6)!unique", "long:string(2)", "few:int<=3"),
    *("at_most:float<=-2", "size:int?=3"),
    {"name": "word", "type": "string", "min_length": 5, "max_length": 8},
    {
        "name": "code",
        "type": "string",
        "pattern": "^[A-Z]{2}-[0-9]{3}$",
        "example": "AB-123",
        "unique": True,
        "description": "As printed",
    },
]
Shape = tuple[str, str, list[dict[str, Any]]]
SHAPES: list[Shape] = [
    (
        "samples",
        "owner",
        [
            {
                "name": "Everything",
                "plural": "everythings",
                "fields": EVERY_TYPE,
                "search": ["title", "notes", "mail"],
            }
        ],
    ),
    (
        "odd",
        "public",
        [
            {"name": "Series", "fields": ["name:string!unique"]},
            {"name": "Address", "fields": ["street:string"], "relations": ["series>Series"]},
            {
                "name": "News",
                "description": "Something that happened",
                "fields": ["headline:string(200)"],
                "relations": ["about<>Series", "address-Address"],
            },
        ],
    ),
    (
        "staff",
        "role:admin",
        [
            {
                "name": "Person",
                "fields": ["name:string(100)!index"],
                "relations": ["manager>Person?", "mentor>Person?"],
            },
            {"name": "Badge", "fields": ["code:slug!unique"], "relations": ["person-Person"]},
        ],
    ),
    (
        "notes",
        "owner",
        [
            {
                "name": "Note",
                "fields": ["body:text", "done:bool=false"],
                "relations": ["reader>users.User?", "labels<>Label", "parts<NotePart!cascade"],
                "search": ["body"],
            },
            {"name": "Label", "fields": ["name:string(30)!unique"]},
            {"name": "NotePart", "fields": ["text:text"], "relations": ["kinds<>Label"]},
        ],
    ),
    (
        "library",
        "public-read",
        [
            {"name": "Shelf", "fields": ["name:string"], "relations": ["books<Book"]},
            {
                "name": "Book",
                "fields": ["title:string"],
                "relations": ["readers<>users.User", "sequel>Book?"],
            },
            {
                "name": "Loan",
                "fields": ["until:date"],
                "relations": ["book>Book!cascade", "note>notes.Label?"],
            },
        ],
    ),
    (
        "sales",
        "authenticated",
        [
            {
                "name": "Sale",
                "fields": ["number:string(20)!unique", "state:enum(open,closed)=open"],
                "relations": ["lines<SaleLine!cascade", "billing>odd.Address", "to>odd.Address?"],
            },
            {
                "name": "SaleLine",
                "fields": ["quantity:int>=1", "price:decimal(10,2)>=0"],
                "relations": ["book>library.Book"],
            },
        ],
    ),
    (
        "archive",
        "authenticated",
        [
            {
                "name": "Folder",
                "fields": ["name:string(80)!unique", "key:string(30)!secret"],
                "relations": ["papers<Paper!cascade", "parent>Folder?"],
                "soft_delete": True,
                "audit": True,
            },
            {
                "name": "Paper",
                "fields": ["title:string!unique", "text:text?"],
                "relations": ["topics<>Topic", "cover-Cover?"],
                "soft_delete": True,
            },
            {"name": "Topic", "fields": ["name:string!unique"], "soft_delete": True},
            {"name": "Cover", "fields": ["colour:enum(red,blue)"], "audit": True},
            {
                "name": "Reading",
                "fields": ["day:date"],
                "relations": ["paper>Paper!restrict", "cover>Cover!set-null"],
            },
        ],
    ),
    (
        "vault",
        "owner",
        [
            {
                "name": "Secret",
                "fields": ["label:string(60)!unique", "value:text!secret"],
                "relations": ["tags<>Tag", "box>Box?"],
                "soft_delete": True,
                "audit": True,
            },
            {"name": "Tag", "fields": ["name:slug!unique"], "audit": True},
            {"name": "Box", "fields": ["name:string"], "soft_delete": True},
        ],
    ),
    (
        "circles",
        "authenticated",
        [
            {"name": "Team", "fields": ["name:string"], "relations": ["lead>Member?"]},
            {"name": "Member", "fields": ["name:string"], "relations": ["desk>Desk"]},
            {"name": "Desk", "fields": ["place:string"], "relations": ["room>Room"]},
            {"name": "Room", "fields": ["name:string"], "relations": ["team>Team"]},
        ],
    ),
    (
        "visits",
        "role:user",
        [
            {
                "name": "Visit",
                "fields": ["at:datetime", "note:text?"],
                "relations": ["host>staff.Person", "guests<>staff.Person", "seen_in>odd.News?"],
            }
        ],
    ),
    (
        "words",
        "authenticated",
        [
            {"name": "Item", "fields": ["order:int!unique", "end:date", "desc:string?"]},
            {"name": "Client", "fields": ["user:string!unique", "case:bool=false"]},
            {"name": "Analysis", "fields": ["key:slug", "default:float"], "audit": True},
            {"name": "Account", "fields": ["status:string"], "relations": ["item>Item!set-null"]},
            {"name": "Category", "fields": ["when:datetime?", "is_on:bool"]},
        ],
    ),
    (
        "opinions",
        "public-read",
        [
            {
                "name": "Opinion",
                "description": "What somebody thinks",
                "fields": ["stars:int>=1<=5", "text:text?", "shown:bool=true!read-only"],
                "relations": ["author>users.User", "about>library.Book!cascade"],
                "soft_delete": True,
                "audit": True,
                "search": ["text"],
                "order_by": ["stars"],
            }
        ],
    ),
    (
        "plants",
        "owner",
        [
            {
                "name": "Garden",
                "fields": ["name:string(50)!unique"],
                "relations": ["beds<Bed!cascade", "within>Garden?!set-null"],
            },
            {
                "name": "Bed",
                "fields": ["size:decimal(6,1)?>=0.5"],
                "relations": ["rows<Row!cascade"],
            },
            {"name": "Row", "fields": ["seeds:bigint>=0"], "relations": ["notes<>notes.Note"]},
        ],
    ),
]


def add(root: Path, shape: Shape, *, verify: Verify = "static") -> None:
    name, access, entities = shape
    given = tuple(EntityGiven.model_validate(entity) for entity in entities)
    call = Call(workspace=root.parent)
    reply = add_domain(
        call, project=root.name, domain=name, entities=given, access=access, verify=verify
    )
    assert reply.status == "applied"
