"""Domains of many shapes in a made project: everything holds, statically and at run time."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fe_skill.call import Call
from fe_skill.domains.given import EntityGiven
from fe_skill.tools.add_domain import add_domain
from tests.made.postgresql import postgresql_server
from tests.made.project import Made, make
from tests.made.test_commands import prove_by_schemathesis, prove_migrations, prove_tests

pytestmark = pytest.mark.slow

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
]


def add(root: Path, shape: Shape) -> None:
    name, access, entities = shape
    given = tuple(EntityGiven.model_validate(entity) for entity in entities)
    call = Call(workspace=root.parent)
    reply = add_domain(call, project=root.name, domain=name, entities=given, access=access)
    assert reply.status == "applied"


@pytest.fixture(scope="module")
def shaped(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = make(tmp_path_factory.mktemp("shaped") / "shop")
    for shape in SHAPES:
        add(root, shape)
    return Made(root, made.commands)


def test_every_shape_is_formatted_linted_and_typed(shaped: Made) -> None:
    shaped.run("ruff", "format", "--check", ".")
    shaped.run("ruff", "check", ".")
    shaped.run("mypy", "--strict")


def test_every_shape_migrates_without_drift(shaped: Made) -> None:
    prove_migrations(shaped)


def test_every_shape_passes_its_tests_which_cover_it(shaped: Made) -> None:
    prove_tests(shaped)


def test_schemathesis_finds_no_failure_in_any_shape(shaped: Made) -> None:
    shaped.run("alembic", "downgrade", "base")
    shaped.run("alembic", "upgrade", "head")
    prove_by_schemathesis(shaped)


def test_every_shape_holds_on_postgresql(shaped: Made) -> None:
    with postgresql_server() as url:
        other = Made(shaped.root, shaped.commands, {"DATABASE_URL": url})
        prove_migrations(other)
        prove_tests(other)


MUTATIONS = [
    ("services/sale.py", "require_match(sale, if_match)", "pass"),
    ("services/sale.py", "raise NotFound", "raise Conflict"),
    ("services/sale.py", "await self._refuse_taken(values, sale_id)", "pass"),
    ("services/sale.py", "await self._refuse_taken(values)\n", "pass\n"),
    ("services/sale.py", "await self._refuse_unknown(values)\n        for", "pass\n        for"),
    ("services/sale.py", "where(column == value)\n", "where(column != value)\n"),
    ("services/sale.py", 'startswith("-")', 'startswith("+")'),
    ("services/sale.py", "await idempotency.remember(sale_in, sale.id)", "pass"),
    ("services/sale.py", "await self.session.delete(sale)", "pass"),
    ("services/sale.py", "setattr(sale, name, value)", "pass"),
    ("services/sale.py", "await self.session.commit()", "await self.session.flush()"),
    ("services/sale.py", ".options(selectinload(Sale.lines))", ""),
    ("routers/sale.py", "dependencies=[Depends(get_principal)]", ""),
    ("routers/sale.py", 'response.headers["Location"]', 'response.headers["Place"]'),
    ("routers/sale.py", "status_code=status.HTTP_201_CREATED", "status_code=200"),
    ("schemas/sale.py", "max_length=20", "max_length=2000"),
    ("schemas/sale.py", ", pattern=PLAIN_TEXT", ""),
]


@pytest.mark.parametrize(("path", "before", "after"), MUTATIONS)
def test_a_made_domains_tests_bite(shaped: Made, path: str, before: str, after: str) -> None:
    file = shaped.root / "src/domains/sales" / path
    source = file.read_text()
    assert before in source
    file.write_text(source.replace(before, after))
    command = ["pytest", "-q", "-x", "-p", "no:cacheprovider"]
    tests = ["tests/integration/test_sales.py", "tests/unit/test_sale_schemas.py"]
    try:
        done = subprocess.run(
            [str(shaped.commands / command[0]), *command[1:], *tests],
            cwd=shaped.root,
            env={**os.environ, **shaped.environment()},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    finally:
        file.write_text(source)
    assert done.returncode == 1, done.stdout[-2000:]
