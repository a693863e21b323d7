"""Undo after every tool that writes gives back the tree that was there before it."""

from pathlib import Path

from benchmarks.reliability.trees import Snapshot, snapshot
from fe_skill.call import Call
from fe_skill.tools import TOOLS
from fe_skill.tools.answer import answer
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.undo_change import undo_change

# The project that the examples of the contracts make and go on with.
PROJECT = "order-desk"


def test_every_writing_tool_is_undone_byte_for_byte(tmp_path: Path) -> None:
    call = Call(workspace=tmp_path)
    undone = []
    for tool in TOOLS:
        # A tool that writes only when asked to is asked in its own tests.
        if tool.hints.read_only or tool.hints.asked_by or tool.run is undo_change:
            continue
        before = _tree(tmp_path)
        first = answer(tool, tool.example, call)
        assert isinstance(first, WriteReply)
        after = _tree(tmp_path)
        assert first.status == "applied"
        assert after != before
        undo_change(call, project=PROJECT)
        assert _tree(tmp_path) == before
        again = answer(tool, tool.example, call)
        assert isinstance(again, WriteReply)
        assert (again.change_id, _tree(tmp_path)) == (first.change_id, after)
        undone.append(tool.name)
    assert undone[0] == "scaffold"


def _tree(folder: Path) -> Snapshot:
    return snapshot(folder / PROJECT)
