"""`scaffold`, without running what it makes."""

import errno
import os
from pathlib import Path, PurePosixPath

import pytest

from fe_skill.call import Call
from fe_skill.domains.given import DomainGiven
from fe_skill.problem import FeSkillError, Refused
from fe_skill.tools.add_domain import add_domain
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.scaffold import PARTS, Part, plan, scaffold

EVERYTHING: frozenset[Part] = frozenset({"docker", "ci", "tracing", "agents"})


def make(root: Path, **arguments: object) -> WriteReply:
    return scaffold(Call(workspace=root.parent), path=root.name, **arguments)  # type: ignore[arg-type]


def refused(root: Path, **arguments: object) -> str:
    """The code of the refusal; nothing may be left behind."""
    before = sorted(root.parent.rglob("*"))
    with pytest.raises(Refused) as refusal:
        make(root, **arguments)
    assert sorted(root.parent.rglob("*")) == before
    return refusal.value.problem.code


def test_what_it_says_is_what_is_there(tmp_path: Path) -> None:
    reply = make(tmp_path / "order-desk")
    made = {
        str(p.relative_to(tmp_path / "order-desk"))
        for p in (tmp_path / "order-desk").rglob("*")
        if p.is_file() and ".fe-skill" not in p.parts
    }
    assert (reply.status, set(reply.created), reply.modified) == ("applied", made, ())
    assert {check.outcome for check in reply.checks} == {"passed"}
    assert reply.change_id


def test_twice_the_same_call_makes_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        make(tmp_path / folder / "order-desk", description="Takes orders.")
    files = [p for p in (tmp_path / "a").rglob("*") if p.is_file() and ".fe-skill" not in p.parts]
    assert files
    for file in files:
        twin = tmp_path / "b" / file.relative_to(tmp_path / "a")
        assert twin.read_bytes() == file.read_bytes()


def test_a_plan_has_the_name_of_the_change_that_it_becomes(tmp_path: Path) -> None:
    planned = make(tmp_path / "order-desk", dry_run=True)
    assert planned.status == "planned"
    assert planned.diff
    assert "+++ b/src/main.py" in planned.diff
    assert not (tmp_path / "order-desk").exists()
    applied = make(tmp_path / "order-desk")
    assert planned.created == applied.created
    assert plan_id() == applied.change_id


def plan_id() -> str:
    return plan("order-desk", "Order desk, a FastAPI service.", "sqlite", EVERYTHING).id


@pytest.mark.parametrize(
    "name",
    [
        "Order Desk",
        "order.desk",
        "../desk",
        "übung",
        "1desk",
        "desk-",
        "",
        "d" * 51,
        "a\x00b",
        "a\n",
    ],
)
def test_a_malformed_name_is_refused_with_one_that_would_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        make(tmp_path / "project", name=name)
    problem = refusal.value.problem
    assert problem.code == "name-malformed"
    suggestion = problem.mend.split("`")[3]
    assert make(tmp_path / "project", name=suggestion).status == "applied"


@pytest.mark.parametrize("name", ["class", "match", "json", "fastapi", "pydantic_settings", "src"])
def test_a_name_that_something_else_bears_is_refused(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / "project", name=name) == "name-reserved"


def test_the_name_is_the_folders_unless_given(tmp_path: Path) -> None:
    make(tmp_path / "order-desk")
    assert 'name = "order-desk"' in (tmp_path / "order-desk/pyproject.toml").read_text()
    assert refused(tmp_path / "Order Desk") == "name-malformed"


@pytest.mark.parametrize("description", ["two\nlines", "a\x1b[31m", "  ", "\ud800"])
def test_a_description_is_one_printable_line(tmp_path: Path, description: str) -> None:
    assert refused(tmp_path / "desk", description=description) == "description-malformed"


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "notes.txt").write_text("mine")
    assert refused(tmp_path / "desk") == "path-not-empty"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("mine")
    assert refused(tmp_path / "desk") == "path-not-empty"


@pytest.mark.parametrize("path", ["d" * 300, "d/" * 3000 + "desk"])
def test_a_path_that_the_system_can_not_hold_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(Refused) as refusal:
        scaffold(Call(workspace=tmp_path), path=path, name="desk")
    assert refusal.value.problem.code == "path-malformed"
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_no_folder_can_be_made_is_refused_at_once() -> None:
    if not Path("/proc/self").exists():
        pytest.skip("this system has no /proc")
    with pytest.raises(Refused) as refusal:
        scaffold(Call(workspace=Path("/proc")), path="deeper/desk")
    assert refusal.value.problem.code == "write-failed"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    assert make(tmp_path / "desk").status == "applied"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_refuses_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    written = 0
    open_file = os.open

    def fail_later(path: str, flags: int, *rest: object, **options: object) -> int:
        nonlocal written
        written += bool(flags & os.O_CREAT)
        if flags & os.O_CREAT and written > 20:
            raise OSError(code, os.strerror(code))
        return open_file(path, flags, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", fail_later)
    with pytest.raises(FeSkillError) as failure:
        make(tmp_path / "new" / "desk")
    monkeypatch.undo()
    assert os.strerror(code) in failure.value.problem.text()
    assert list(tmp_path.iterdir()) == []


def test_every_optional_file_is_one_that_the_templates_make() -> None:
    made = plan("desk", "Desk.", "sqlite", EVERYTHING).created
    assert {PurePosixPath(path) for path in PARTS} <= set(made)


def test_no_part_leaves_its_files_out() -> None:
    made = {str(path) for path in plan("desk", "Desk.", "sqlite", frozenset()).created}
    assert made.isdisjoint(PARTS)
    assert "src/main.py" in made


def test_the_database_is_the_default_of_the_settings() -> None:
    after = plan("desk", "Desk.", "postgresql", frozenset()).after
    for path in ("src/core/settings.py", ".env.example"):
        content = after(PurePosixPath(path))
        assert content is not None
        assert b"postgresql+asyncpg://app:app@localhost:5432/app" in content


def test_the_note_for_agents_stays_short() -> None:
    content = plan("o" * 50, "Desk.", "sqlite", EVERYTHING).after(PurePosixPath("AGENTS.md"))
    assert content is not None
    assert len(content) <= 1024


CUSTOMERS = {"domain": "customers", "entities": [{"name": "Customer", "fields": ["name:string"]}]}
ORDERS = {
    "domain": "orders",
    "access": "owner",
    "entities": [
        {"name": "Order", "fields": ["n:int"], "relations": ["customer>customers.Customer"]}
    ],
}


def test_a_whole_service_is_made_in_one_call(tmp_path: Path) -> None:
    domains = tuple(DomainGiven.model_validate(given) for given in (ORDERS, CUSTOMERS))
    reply = make(tmp_path / "shop", domains=domains)
    assert reply.passed()
    assert set(reply.created) == {
        str(p.relative_to(tmp_path / "shop"))
        for p in (tmp_path / "shop").rglob("*")
        if p.is_file() and ".fe-skill" not in p.parts
    }
    make(tmp_path / "steps" / "shop")
    for given in (domains[1], domains[0]):
        call = Call(workspace=tmp_path / "steps")
        access = given.access
        add_domain(
            call, project="shop", domain=given.domain, entities=given.entities, access=access
        )
    for path in reply.created:
        assert (tmp_path / "shop" / path).read_bytes() == (
            tmp_path / "steps" / "shop" / path
        ).read_bytes()


@pytest.mark.parametrize(
    ("code", "domains"),
    [
        ("domains-circular", [CUSTOMERS, CUSTOMERS]),
        (
            "domains-circular",
            [
                ORDERS,
                {
                    "domain": "customers",
                    "entities": [
                        {
                            "name": "Customer",
                            "fields": ["n:int"],
                            "relations": ["last>orders.Order?"],
                        }
                    ],
                },
            ],
        ),
        ("target-unknown", [ORDERS]),
        (
            "name-reserved",
            [{"domain": "core", "entities": [{"name": "A", "fields": ["n:int"]}]}, CUSTOMERS],
        ),
    ],
)
def test_domains_that_cannot_be_made_leave_nothing(
    tmp_path: Path, code: str, domains: list[object]
) -> None:
    given = tuple(DomainGiven.model_validate(domain) for domain in domains)
    assert refused(tmp_path / "shop", domains=given) == code
