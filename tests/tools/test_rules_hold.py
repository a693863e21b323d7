"""What a change writes is judged by our own rules before it is written."""

from pathlib import Path, PurePosixPath

import pytest

from fe_skill.call import Call
from fe_skill.changes.changeset import Draft
from fe_skill.project.program import Program
from fe_skill.project.reader import read_project
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.rules_hold import errors_of
from fe_skill.tools.writing import carry_out

MAIN = """from fastapi import FastAPI, status

app = FastAPI()


@app.get("/orders")
async def list_orders() -> list[int]:
    return []
"""
ERROR = '\n\n@app.post("/{name}", status_code=status.HTTP_211_CREATED)\n'
WARNING = '\n\n@app.get("/{name}", status_code=201)\n'
BODY = "async def {name}() -> None:\n    return None\n"


def _written(root: Path, text: str) -> WriteReply:
    root.mkdir(exist_ok=True)
    path = PurePosixPath("main.py")
    there = root / path
    draft = Draft(lambda each: (root / each).read_bytes() if (root / each).exists() else None)
    (draft.update if there.exists() else draft.create)(path, text.encode())
    return carry_out(draft.done(), root, Call(workspace=root.parent), title="a test")


def _verdict(reply: WriteReply) -> tuple[str, str]:
    check = next(check for check in reply.checks if check.name == "our-rules-hold")
    return check.outcome, check.detail


def test_a_file_with_an_error_of_ours_is_not_written(tmp_path: Path) -> None:
    reply = _written(tmp_path / "shop", MAIN + (ERROR + BODY).replace("{name}", "create"))
    outcome, detail = _verdict(reply)
    assert (outcome, reply.status) == ("failed", "unchanged")
    assert detail.startswith("FE106 main.py:11")
    assert not (tmp_path / "shop/main.py").exists()


def test_an_error_that_was_there_before_stops_no_change(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    old = MAIN + (ERROR + BODY).replace("{name}", "create")
    (root / "main.py").write_text(old)
    assert _written(root, f"{old}\n\nEDITED = True\n").status == "applied"
    again = _written(root, old + (ERROR + BODY).replace("{name}", "another"))
    assert (again.status, _verdict(again)[0]) == ("unchanged", "failed")


def test_less_than_an_error_is_told_and_written(tmp_path: Path) -> None:
    reply = _written(tmp_path / "shop", MAIN + (WARNING + BODY).replace("{name}", "created"))
    outcome, detail = _verdict(reply)
    assert (outcome, reply.status) == ("passed", "applied")
    assert detail.startswith("warning FE108 main.py:11")


@pytest.mark.parametrize("files", [1, 101])
def test_an_error_that_an_edit_would_bring_is_known_before_it_is_planned(
    tmp_path: Path, files: int
) -> None:
    for number in range(files - 1):
        (tmp_path / f"part_{number}.py").write_text("NUMBER = 1\n")
    (tmp_path / "main.py").write_text(MAIN)
    facts, paths = read_project(tmp_path), frozenset(("main.py",))
    worse = MAIN + (ERROR + BODY).replace("{name}", "create")
    before, after = Program(facts), Program(facts.planned({"main.py": worse.encode()}))
    assert [each.finding.rule for each in errors_of(before, after, paths)] == ["FE106"]
    assert errors_of(after, after, paths) == ()
