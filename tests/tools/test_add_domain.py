from collections.abc import Mapping
from pathlib import Path

import pytest

from fe_skill.call import Call
from fe_skill.domains.surroundings import Surroundings, survey
from fe_skill.problem import Refused
from fe_skill.project.reader import Facts
from fe_skill.tools.add_domain import TOOL, add_domain
from fe_skill.tools.arguments import validated
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.scaffold import scaffold
from fe_skill.tools.validate_project import validate_project


@pytest.fixture
def call(tmp_path: Path) -> Call:
    call = Call(workspace=tmp_path)
    scaffold(call, path="order-desk", verify="none")
    return call


def add(call: Call, **arguments: object) -> WriteReply:
    given = dict(TOOL.example) | arguments
    return add_domain(call, **validated(TOOL, given))  # type: ignore[arg-type]  # as the shells do


def files(root: Path) -> Mapping[str, bytes]:
    found = (p for p in root.rglob("*") if p.is_file() and ".fe-skill" not in p.parts)
    return {str(p.relative_to(root)): p.read_bytes() for p in found}


def test_a_domain_is_added_with_four_edits_at_the_most(call: Call) -> None:
    before = files(call.workspace)
    reply = add(call)
    after = files(call.workspace)
    assert reply.status == "applied"
    assert reply.passed()
    assert set(reply.modified) == {"src/main.py", "src/models.py"}
    added = {name for name in after if name not in before}
    assert {f"order-desk/{name}" for name in reply.created} <= added
    for name in reply.modified:
        new = after[f"order-desk/{name}"].decode().splitlines()
        old = before[f"order-desk/{name}"].decode().splitlines()
        assert len([line for line in old if line not in new]) <= 1


def test_a_second_call_changes_nothing(call: Call) -> None:
    add(call)
    before = files(call.workspace)
    assert add(call).status == "unchanged"
    assert files(call.workspace) == before


def test_a_plan_made_while_another_domain_is_added_is_stale(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def survey_then_lose(facts: Facts, domain: str) -> Surroundings:
        seen = survey(facts, domain)
        monkeypatch.undo()
        add(call, domain="customers", entities=[{"name": "Customer", "fields": ["name:string"]}])
        return seen

    monkeypatch.setattr("fe_skill.domains.plan.survey", survey_then_lose)
    with pytest.raises(Refused) as refused:
        add(call)
    assert refused.value.problem.code == "stale-file"
    versions = call.workspace / "order-desk/migrations/versions"
    assert sorted(path.name[15:] for path in versions.glob("*.py")) == [
        "create_customers.py",
        "create_users.py",
    ]


def test_a_dry_run_shows_what_the_call_writes(call: Call) -> None:
    before = files(call.workspace)
    planned = add(call, dry_run=True)
    assert files(call.workspace) == before
    assert planned.status == "planned"
    assert planned.created == add(call).created


def test_tests_and_migration_can_be_left_out(call: Call) -> None:
    created = add(call, tests=False, migration=False).created
    assert not [name for name in created if name.startswith(("tests/", "migrations/"))]


def test_the_migration_comes_after_the_head(call: Call) -> None:
    created = add(call).created
    assert "migrations/versions/20260101000001_create_orders.py" in created


def test_a_folder_without_models_is_refused(tmp_path: Path) -> None:
    (tmp_path / "order-desk").mkdir()
    with pytest.raises(Refused) as refusal:
        add(Call(workspace=tmp_path))
    assert refusal.value.problem.code == "models-missing"


ORDER = {"name": "Order", "fields": ["number:string"]}


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("role-unknown", {"access": "role:pilot"}),
        ("fields-missing", {"entities": [{"name": "Order"}]}),
        ("target-unknown", {"entities": [ORDER | {"relations": ["a>Nothing"]}]}),
        ("entity-exists", {"entities": [ORDER | {"name": "User"}]}),
        ("entity-exists", {"entities": [ORDER | {"plural": "users"}]}),
        ("relation-unfit", {"entities": [ORDER | {"relations": ["a<users.User"]}]}),
        ("relation-unfit", {"entities": [ORDER | {"relations": ["a<>Order"]}]}),
        (
            "relations-circular",
            {
                "entities": [
                    ORDER | {"relations": ["line>Line"]},
                    {"name": "Line", "fields": ["n:int"], "relations": ["order>Order"]},
                ]
            },
        ),
        (
            "name-twice",
            {"entities": [{"name": "Order", "fields": ["a_id:int"], "relations": ["a>Order?"]}]},
        ),
        (
            "name-taken",
            {
                "entities": [
                    ORDER
                    | {
                        "relations": [
                            {
                                "name": "by",
                                "to": "users.User",
                                "kind": "many-to-one",
                                "back": "email",
                            }
                        ]
                    }
                ]
            },
        ),
        (
            "name-too-long",
            {"entities": [ORDER | {"plural": "a" * 40, "fields": ["b" * 40 + ":int!index"]}]},
        ),
    ],
)
def test_what_clashes_is_refused_with_nothing_written(
    call: Call, code: str, arguments: Mapping[str, object]
) -> None:
    before = files(call.workspace)
    with pytest.raises(Refused) as refusal:
        add(call, **arguments)
    assert refusal.value.problem.code == code
    assert files(call.workspace) == before


def test_a_file_of_the_users_is_never_replaced(call: Call) -> None:
    mine = call.workspace / "order-desk/src/domains/orders/models/order.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine = True\n")
    with pytest.raises(Refused) as refusal:
        add(call)
    assert refusal.value.problem.path == "src/domains/orders/models/order.py"
    assert mine.read_text() == "mine = True\n"


def test_forked_migrations_are_refused(call: Call) -> None:
    versions = call.workspace / "order-desk/migrations/versions"
    first = versions / "20260101000000_create_users.py"
    for name in ("20260102000000", "20260103000000"):
        text = first.read_text().replace('"20260101000000"', f'"{name}"')
        text = text.replace(
            "Sequence[str] | None = None", 'Sequence[str] | None = "20260101000000"', 1
        )
        (versions / f"{name}_more.py").write_text(text)
    with pytest.raises(Refused) as refusal:
        add(call)
    assert refusal.value.problem.code == "migrations-forked"


def test_another_prefix_is_used_everywhere(call: Call) -> None:
    add(call, prefix="/api/v2")
    root = call.workspace / "order-desk"
    assert 'orders_router, prefix="/api/v2/orders"' in (root / "src/main.py").read_text()
    for name in ("orders_factories.py", "integration/test_orders.py"):
        text = (root / "tests" / name).read_text()
        assert "/api/v2" in text
        assert "/api/v1" not in text


def test_nothing_is_proven_when_nobody_asks(call: Call) -> None:
    assert add(call, verify="none").checks == ()


def test_the_given_python_is_the_one_that_runs(call: Call) -> None:
    python = call.workspace / "python"
    python.write_text('#!/bin/sh\necho ran >> "${0%/*}/ran"\nexit 1\n')
    python.chmod(0o755)
    add(call, verify="run", python=str(python), dry_run=True)
    assert (call.workspace / "ran").exists()


def test_a_python_that_is_not_there_is_refused_before_anything_is_planned(call: Call) -> None:
    before = files(call.workspace)
    with pytest.raises(Refused) as caught:
        add(call, verify="run", python=".venv/bin/python")
    assert caught.value.problem.code == "program-missing"
    assert files(call.workspace) == before


CUSTOMER = {"name": "Customer", "fields": ["name:string"]}
BOUGHT = {"name": "Order", "fields": ["n:int"], "relations": ["by>customers.Customer"]}


def test_tests_make_rows_of_a_domain_that_asks_for_another_role(call: Call) -> None:
    add(call, domain="customers", entities=[CUSTOMER], access="role:admin")
    add(call, entities=[BOUGHT])
    factories = (call.workspace / "order-desk/tests/orders_factories.py").read_text()
    assert "await factories.make_other_caller(client, Role.ADMIN)" in factories


def test_a_domain_without_tests_gets_what_the_tests_of_others_need(call: Call) -> None:
    add(call, domain="customers", entities=[CUSTOMER], tests=False)
    created = add(call, entities=[BOUGHT]).created
    assert "tests/customers_factories.py" in created
    assert "tests/integration/test_customers.py" not in created


def test_tests_that_could_not_run_are_refused(call: Call) -> None:
    add(call, domain="customers", entities=[CUSTOMER], tests=False)
    dependencies = call.workspace / "order-desk/src/domains/customers/dependencies.py"
    dependencies.write_text(dependencies.read_text().replace("FiltersDep =", "Narrowing ="))
    with pytest.raises(Refused) as refusal:
        add(call, entities=[BOUGHT])
    assert refusal.value.problem.code == "factories-missing"
    assert add(call, entities=[BOUGHT], tests=False).status == "applied"


def test_tables_that_point_to_each_other_tell_their_keys_apart(call: Call) -> None:
    order = ORDER | {"relations": ["lines<Line!cascade", "best>Line?"]}
    add(call, entities=[order, {"name": "Line", "fields": ["n:int"]}])
    for name, keys in (("order", ("[best_id]", '"Line.order_id"')), ("line", ("[order_id]",))):
        text = (call.workspace / f"order-desk/src/domains/orders/models/{name}.py").read_text()
        assert all(f"foreign_keys={key}" in text for key in keys)


def test_what_answers_hold_of_removed_rows_is_imported_however_deep(call: Call) -> None:
    tag = {"name": "Tag", "fields": ["name:slug"], "soft_delete": True}
    add(call, domain="tags", entities=[tag])
    part = {"name": "Part", "fields": ["n:int"], "relations": ["tags<>tags.Tag"]}
    add(call, entities=[ORDER | {"relations": ["parts<Part!cascade"]}, part])
    text = (call.workspace / "order-desk/src/domains/orders/services/order.py").read_text()
    assert "Tag.deleted_at.is_(None)" in text
    assert "from src.domains.tags.models.tag import Tag" in text


def test_a_long_name_makes_no_long_line(call: Call) -> None:
    field = "total_price_of_all_that_is_in_here_ab:int!index"
    add(call, entities=[{"name": "SpecialOrder", "fields": [field]}])
    text = (call.workspace / "order-desk/src/domains/orders/services/special_order.py").read_text()
    assert max(map(len, text.splitlines())) <= 100


def test_a_public_domain_is_meant_so(call: Call) -> None:
    add(call, access="public", entities=[ORDER])
    text = (call.workspace / "order-desk/src/domains/orders/routers/order.py").read_text()
    assert text.count("# fe-skill: ignore[FE301] ") == len(("post", "patch", "delete"))
    found = validate_project(call, project="order-desk")
    assert not found.findings
