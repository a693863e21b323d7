from pathlib import Path

import pytest

from fe_skill.call import Call
from fe_skill.problem import Refused


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / ".venv" / "bin").mkdir(parents=True)
    return folder


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def refused(call: Call, path: str, root: Path) -> str:
    with pytest.raises(Refused) as caught:
        call.locate_program(path, root)
    return caught.value.problem.code


def test_an_environments_python_keeps_its_own_name(root: Path) -> None:
    (root / ".venv/bin/python").symlink_to(program(root.parent / "usr/bin/python3"))
    call = Call(workspace=root.parent, roots=(root,))
    assert call.locate_program(".venv/bin/python", root) == root / ".venv/bin/python"


def test_a_program_outside_the_roots_is_refused(root: Path) -> None:
    outside = program(root.parent / "usr/bin/python3")
    call = Call(workspace=root.parent, roots=(root,))
    assert refused(call, str(outside), root) == "path-outside-roots"
    assert refused(call, "../usr/bin/python3", root) == "path-outside-roots"
    assert Call(workspace=root.parent).locate_program(str(outside), root) == outside


def test_a_folder_that_leads_out_of_the_roots_is_followed(root: Path) -> None:
    program(root.parent / "usr/bin/python3")
    (root / "linked").symlink_to(root.parent / "usr")
    call = Call(workspace=root.parent, roots=(root,))
    assert refused(call, "linked/bin/python3", root) == "path-outside-roots"


@pytest.mark.parametrize("path", [".venv", "..", "nothing", ".venv/bin/plain"])
def test_what_cannot_be_run_is_no_program(root: Path, path: str) -> None:
    (root / ".venv/bin/plain").write_text("")
    assert refused(Call(workspace=root), path, root) == "program-missing"


@pytest.mark.parametrize("path", ["a\0b", "\0/python", "~nobody-of-this-name/python", "x" * 5000])
def test_what_is_no_path_is_refused(root: Path, path: str) -> None:
    assert refused(Call(workspace=root), path, root) == "path-malformed"


def test_a_refusal_is_short_however_long_the_path(root: Path) -> None:
    with pytest.raises(Refused) as caught:
        Call(workspace=root).locate("x" * 1_000_000)
    assert len(str(caught.value.problem)) < 1_000
