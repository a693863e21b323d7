"""`add-domain` on a domain that is there: only what is new is added."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from fe_skill.call import Call
from fe_skill.domains.surroundings import Surroundings, survey
from fe_skill.problem import Problem, Refused
from fe_skill.project.reader import Facts
from fe_skill.tools.add_domain import TOOL, add_domain
from fe_skill.tools.arguments import validated
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.scaffold import scaffold

ORDER = {
    "name": "Order",
    "fields": ["number:string(20)!unique", "state:enum(open,closed)=open", "total:int?>=0"],
    "relations": ["lines<OrderLine!cascade"],
}
LINE = {"name": "OrderLine", "fields": ["title:string"]}
REFUND = {"name": "Refund", "fields": ["amount:decimal(10,2)>=0"], "relations": ["order>Order"]}
NUMBER = {"fields": ["number:string(20)!unique"]}
CUSTOMER = {"name": "Customer", "fields": ["name:string"]}
SERVICE = "src/domains/orders/services/order.py"
MODEL = "src/domains/orders/models/order.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    call = Call(workspace=tmp_path)
    scaffold(call, path="shop", verify="none")
    add(tmp_path / "shop", ORDER, LINE, access="owner")
    return tmp_path / "shop"


def add(root: Path, *entities: Mapping[str, object], **arguments: object) -> WriteReply:
    given = {"project": "shop", "domain": "orders", "entities": list(entities)} | arguments
    call = Call(workspace=root.parent)
    return add_domain(call, **validated(TOOL, given))  # type: ignore[arg-type]  # as the shells do


def refused(root: Path, *entities: Mapping[str, object], **arguments: object) -> Problem:
    before = {path: path.read_bytes() for path in root.rglob("*.py")}
    with pytest.raises(Refused) as refusal:
        add(root, *entities, **arguments)
    assert before == {path: path.read_bytes() for path in root.rglob("*.py")}
    return refusal.value.problem


def change(root: Path, path: str, before: str, after: str) -> None:
    text = (root / path).read_text()
    assert before in text
    (root / path).write_text(text.replace(before, after, 1))


def test_a_new_entity_leaves_the_others_but_for_their_end_of_it(root: Path) -> None:
    reply = add(root, REFUND)
    assert reply.passed()
    assert "migrations/versions/20260101000002_extend_orders.py" in reply.created
    assert "src/domains/orders/models/refund.py" in reply.created
    assert MODEL in reply.modified
    assert SERVICE not in reply.modified
    migration = (root / "migrations/versions/20260101000002_extend_orders.py").read_text()
    assert 'create_table(\n        "refunds"' in migration
    assert '"orders",\n        sa.Column' not in migration
    assert add(root, REFUND).status == "unchanged"
    assert add(root, ORDER, LINE, REFUND, access="owner").status == "unchanged"


def test_a_new_relation_reaches_every_layer_of_an_entity(root: Path) -> None:
    tag = {"name": "Tag", "fields": ["name:slug!unique"]}
    reply = add(root, {"name": "Order", "relations": ["tags<>Tag", "next>Order?"]}, tag)
    assert reply.passed()
    assert "src/domains/orders/models/order_tags.py" in reply.created
    assert "tag_ids: Ids" in (root / "src/domains/orders/schemas/order.py").read_text()
    assert "async def _find_tags" in (root / SERVICE).read_text()
    assert "batch.add_column" in (root / reply.created[0]).read_text()


def test_a_new_field_reaches_every_layer_of_an_entity(root: Path) -> None:
    fields = [*ORDER["fields"], "priority:int>=0<=9=3!index", "code:slug?!unique"]
    reply = add(root, ORDER | {"fields": fields, "search": ["code"]}, LINE, access="owner")
    assert reply.passed()
    assert len(reply.created) == 1
    migration = (root / reply.created[0]).read_text()
    assert 'sa.Column("priority", sa.Integer(), nullable=False, server_default=sa.text("3"))' in (
        " ".join(migration.split()).replace("( sa", "(sa")
    )
    assert 'alter_column("priority", server_default=None)' in migration
    assert 'create_unique_constraint(op.f("uq_orders_owner_id_code"), ["owner_id", "code"])' in (
        migration
    )
    assert "ck_orders_state_choices" not in migration
    assert "priority: Mapped[int] = mapped_column(index=True, default=3)" in (
        (root / MODEL).read_text()
    )
    for path, text in (
        ("src/domains/orders/schemas/order.py", "priority: OrderPriority | MISSING = MISSING"),
        (SERVICE, "Order.priority: filters.priority"),
        (SERVICE, "Order.code.icontains(filters.q"),
        ("tests/integration/test_orders.py", '"priority"'),
        ("tests/orders_factories.py", '"priority": 0'),
    ):
        assert text in (root / path).read_text()
    assert add(root, ORDER | {"fields": fields}, LINE).status == "unchanged"


def test_a_new_field_meets_what_was_written_by_hand(root: Path) -> None:
    mine = '    async def count(self) -> int:\n        """Mine."""\n        return 1\n\n'
    change(root, SERVICE, "    async def delete(", f"{mine}    async def delete(")
    change(root, MODEL, "class Order(", "LIMIT = 3\n\n\nclass Order(")
    assert add(root, {"name": "Order", "fields": ["note:text?"]}).passed()
    assert mine in (root / SERVICE).read_text()
    assert "LIMIT = 3\n" in (root / MODEL).read_text()
    assert "note: Mapped[str | None]" in (root / MODEL).read_text()


def test_of_two_that_extend_at_once_one_is_stale(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = {"name": "Order", "fields": ["note:string?"]}
    add(root, CUSTOMER, domain="customers")

    def survey_then_lose(facts: Facts, domain: str) -> Surroundings:
        seen = survey(facts, domain)
        monkeypatch.undo()
        add(root, CUSTOMER | {"fields": ["note:string?"]}, domain="customers")
        return seen

    monkeypatch.setattr("fe_skill.domains.plan.survey", survey_then_lose)
    problem = refused_late(root, note)
    revision = "migrations/versions/20260101000003_extend_customers.py"
    assert (problem.code, problem.path) == ("stale-file", revision)
    assert "note" not in (root / MODEL).read_text()
    assert "migrations/versions/20260101000004_extend_orders.py" in add(root, note).created


def refused_late(root: Path, *entities: Mapping[str, object]) -> Problem:
    with pytest.raises(Refused) as refusal:
        add(root, *entities)
    return refusal.value.problem


def test_what_was_written_by_hand_stays(root: Path) -> None:
    mine = '    async def count(self) -> int:\n        """Mine."""\n        return 1\n\n'
    change(root, SERVICE, "    async def delete(", f"{mine}    async def delete(")
    change(root, MODEL, "class Order(", "LIMIT = 3\n\n\nclass Order(")
    assert add(root, ORDER, LINE).status == "unchanged"
    add(root, {"name": "Order", "relations": ["tags<>Tag"]}, {"name": "Tag", "fields": ["n:int"]})
    assert mine in (root / SERVICE).read_text()
    assert "LIMIT = 3\n" in (root / MODEL).read_text()
    assert "_find_tags" in (root / SERVICE).read_text()


def test_what_both_would_change_is_refused_by_its_line(root: Path) -> None:
    change(root, SERVICE, "selectinload(Order.lines)", "joinedload(Order.lines)")
    problem = refused(
        root, {"name": "Order", "relations": ["tags<>Tag"]}, {"name": "Tag", "fields": ["n:int"]}
    )
    line = (root / SERVICE).read_text().splitlines()[(problem.line or 0) - 1]
    assert (problem.code, problem.path) == ("edit-unsure", SERVICE)
    assert "joinedload(Order.lines)" in line


@pytest.mark.parametrize(
    ("code", "place", "entity", "arguments"),
    [
        ("domain-differs", "number:", {"fields": ["number:string(30)!unique"]}, {}),
        ("domain-differs", "number:", {"fields": ["number:string(20)"]}, {}),
        ("domain-differs", "state:", {"fields": ["state:enum(open,closed)=closed"]}, {}),
        ("domain-differs", "total:", {"fields": ["total:int?>=1"]}, {}),
        ("domain-differs", "class Order(", {"soft_delete": True}, {}),
        ("domain-differs", "class Order(", {"plural": "bookings"}, {}),
        ("domain-differs", "class Order(", {}, {"access": "public"}),
        ("field-unfit", "class Order(", {"fields": ["note:string"]}, {}),
        ("field-unfit", "class Order(", {"fields": ["born:date"]}, {}),
        ("field-unfit", "class Order(", {"fields": ["note:string=none!unique"]}, {}),
        ("domain-differs", "class Order(", {"search": ["number"], **NUMBER}, {}),
        ("relation-unfit", None, {"relations": ["buyer>users.User"]}, {}),
        ("relation-unfit", None, {"relations": ["buyer-users.User?"]}, {}),
        ("prefix-differs", None, {}, {"prefix": "/api/v2"}),
    ],
)
def test_what_contradicts_the_code_is_refused_by_its_place(
    root: Path,
    code: str,
    place: str | None,
    entity: Mapping[str, object],
    arguments: Mapping[str, object],
) -> None:
    problem = refused(root, {"name": "Order", **entity}, **arguments)
    assert problem.code == code
    if place is not None:
        assert problem.path == MODEL
        line = (root / MODEL).read_text().splitlines()[(problem.line or 0) - 1]
        assert line.strip().startswith(place)


def test_a_relation_that_differs_is_refused_by_its_place(root: Path) -> None:
    problem = refused(root, {"name": "OrderLine", "relations": ["order>Order?"]})
    assert (problem.code, problem.path) == ("domain-differs", MODEL)
    line = (root / MODEL).read_text().splitlines()[(problem.line or 0) - 1]
    assert line.strip().startswith("lines:")


def test_no_key_is_added_where_a_migration_would_lose_rows(root: Path) -> None:
    change(root, "migrations/env.py", "foreign_keys", "other_keys")
    problem = refused(root, {"name": "Order", "relations": ["next>Order?"]})
    assert problem.code == "migrations-unsafe"


def test_line_ends_stay_as_they_are(root: Path) -> None:
    for path in (SERVICE, "src/main.py", "src/models.py"):
        text = (root / path).read_text()
        (root / path).write_bytes(text.replace("\n", "\r\n").encode())
    add(root, {"name": "Order", "relations": ["tags<>Tag"]}, {"name": "Tag", "fields": ["n:int"]})
    for path in (SERVICE, "src/main.py", "src/models.py"):
        content = (root / path).read_bytes()
        assert b"ag" in content
        assert content.count(b"\r\n") == content.count(b"\n")
