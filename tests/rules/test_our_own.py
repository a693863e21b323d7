"""What our tools make passes our own rules, house style and all."""

from pathlib import Path

import pytest

from fe_skill.call import Call
from fe_skill.domains.given import EntityGiven
from fe_skill.project.program import Program
from fe_skill.project.reader import read_project
from fe_skill.rules.registry import all_rules
from fe_skill.rules.run import Report, examine
from fe_skill.rules.settings import settings_of
from fe_skill.tools.add_domain import add_domain
from tests.made.project import make
from tests.made.shapes import SHAPES, add


def _judged(root: Path) -> Report:
    facts = read_project(root)
    settings = settings_of(facts)
    assert settings.profile == "blueprint"
    return examine(Program(facts), settings)


def _told(report: Report) -> list[str]:
    places = ((f.finding, f.severity) for f in report.found)
    return [f"{s} {f.rule} {f.path}:{f.span.line} {f.message}" for f, s in places]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_made_project_has_no_finding(database: str, tmp_path: Path) -> None:
    report = _judged(make(tmp_path / "shop", database=database))
    assert _told(report) == []
    assert report.not_evaluated == ()
    assert len(report.ran) == len(all_rules())


@pytest.mark.slow  # twenty seconds
def test_a_made_project_with_domains_of_every_shape_has_no_finding(tmp_path: Path) -> None:
    root = make(tmp_path / "shop")
    for shape in SHAPES:
        add(root, shape)
    told = _told(_judged(root))
    # A domain that was asked for as open to everybody is open to everybody, and is said to be.
    opened = [line for line in told if " FE301 src/domains/odd/routers/" in line]
    assert told == opened


def test_what_is_broken_in_a_made_project_is_found(tmp_path: Path) -> None:
    root = make(tmp_path / "shop")
    entity = EntityGiven.model_validate({"name": "Note", "fields": ["title:string"]})
    add_domain(
        Call(workspace=tmp_path), project="shop", domain="notes", entities=(entity,), verify="none"
    )
    routers = next((root / "src/domains/notes/routers").glob("note*.py"))
    broken = routers.read_text().replace("status.HTTP_201_CREATED", "status.HTTP_211_CREATED")
    routers.write_text(broken)
    assert [line.split()[1] for line in _told(_judged(root))] == ["FE106"]
