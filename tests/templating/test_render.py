"""Rendering a tree."""

from pathlib import Path, PurePosixPath

import pytest
from jinja2 import UndefinedError

from fe_skill.templating.render import render_tree


def test_marked_files_are_rendered_and_others_taken_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt.jinja").write_text("{{ name }}\n")
    (tmp_path / "b.txt").write_text("${{ name }}\n")
    files = {file.path: file.content for file in render_tree(tmp_path, {"name": "desk"})}
    assert files == {PurePosixPath("a.txt"): b"desk\n", PurePosixPath("b.txt"): b"${{ name }}\n"}


def test_paths_hold_names_too(tmp_path: Path) -> None:
    (tmp_path / "{{ domain }}").mkdir()
    (tmp_path / "{{ domain }}" / "router.py.jinja").write_text("")
    (file,) = render_tree(tmp_path, {"domain": "orders"})
    assert file.path == PurePosixPath("orders/router.py")


def test_a_misspelt_name_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt.jinja").write_text("{{ nmae }}")
    with pytest.raises(UndefinedError, match="nmae"):
        list(render_tree(tmp_path, {"name": "desk"}))


def test_an_answer_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "a.txt.jinja").write_text("{{ name }}")
    (file,) = render_tree(tmp_path, {"name": "{{ name.__class__ }}"})
    assert file.content == b"{{ name.__class__ }}"


def test_what_a_tool_left_beside_the_templates_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"\0")
    assert list(render_tree(tmp_path, {})) == []


def test_an_executable_stays_one(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")
    (tmp_path / "run").chmod(0o755)
    (file,) = render_tree(tmp_path, {})
    assert file.executable
