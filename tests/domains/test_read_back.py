"""A domain is read back as what it was asked for: rendered again, it is the same bytes."""

from pathlib import Path

import pytest

from fe_skill.call import Call
from fe_skill.domains.link import link
from fe_skill.domains.plan import rendered
from fe_skill.domains.read_back import Known, read_back
from fe_skill.domains.surroundings import Surroundings, survey
from fe_skill.problem import Refused
from fe_skill.project.reader import read_project
from fe_skill.tools.scaffold import scaffold
from tests.made.shapes import SHAPES, add


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("read-back") / "shop"
    scaffold(Call(workspace=root.parent), path=root.name, verify="none")
    for shape in SHAPES:
        add(root, shape, verify="none")
    return root


def known_of(root: Path, name: str) -> tuple[Known | None, Surroundings]:
    around = survey(read_project(root), name)
    return read_back(name, around), around


@pytest.mark.parametrize("name", [name for name, _, _ in SHAPES])
def test_every_shape_is_read_back_from_its_code(shop: Path, name: str) -> None:
    known, around = known_of(shop, name)
    assert known is not None
    differing = [
        str(file.path)
        for file in rendered(link(known.domain, around), around, known.prefix)
        # Another domain may have added its end of a relation since.
        if file.content != (shop / file.path).read_bytes() and "models" not in file.path.parts
    ]
    assert differing == []


def test_what_no_call_has_made_is_not_read_back(shop: Path) -> None:
    assert known_of(shop, "users")[0] is None
    assert known_of(shop, "nothing")[0] is None


def test_a_file_that_does_not_parse_is_named(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    scaffold(Call(workspace=tmp_path), path="shop", verify="none")
    add(root, SHAPES[1], verify="none")
    (root / "src/domains/odd/services/news.py").write_text("def broken(:\n")
    with pytest.raises(Refused) as refusal:
        known_of(root, "odd")
    assert refusal.value.problem.path == "src/domains/odd/services/news.py"
