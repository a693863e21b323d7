"""Random change sets and undos over random trees, against a model that is a dict of bytes."""

import os
import tempfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fe_skill.call import Call
from fe_skill.changes.apply import apply
from fe_skill.changes.changeset import ChangeSet, Create, Update
from fe_skill.changes.history import history
from fe_skill.changes.undo import undo
from fe_skill.problem import Refused

PATHS = st.sampled_from(
    [PurePosixPath(p) for p in ("a", "d/a", "d/b.py", "d/e/f/deep", "ü/x", "d/e/g", "z.sh")]
)
CONTENT = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"", b"\xef\xbb\xbfbom\r\n", b"no end", b"dos\r\nmix\n", b"\0" * 3000]),
)
Files = dict[PurePosixPath, tuple[bytes, bool]]


def touched(plan: ChangeSet) -> tuple[PurePosixPath, ...]:
    return (*plan.created, *plan.modified)


class Project(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
        self.folder = tempfile.TemporaryDirectory(dir=memory)
        self.root = Path(self.folder.name) / "project"
        self.root.mkdir()
        self.call = Call(workspace=self.root)
        self.files: Files = {}
        # The standing changes, and what each replaced.
        self.stands: list[tuple[ChangeSet, Files]] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(wanted=st.dictionaries(PATHS, st.tuples(CONTENT, st.booleans()), min_size=1, max_size=5))
    def change(self, wanted: Files) -> None:
        plan = ChangeSet(
            tuple(
                Update(path, self.files[path][0], content)
                if path in self.files
                else Create(path, content, executable)
                for path, (content, executable) in wanted.items()
            )
        )
        apply(plan, self.root, self.call)
        if not plan:
            return
        self.stands.append((plan, {path: self.files[path] for path in plan.modified}))
        for path in touched(plan):
            kept = self.files[path][1] if path in self.files else wanted[path][1]
            self.files[path] = (wanted[path][0], kept)

    @precondition(lambda self: self.stands)
    @rule()
    def take_the_last_back(self) -> None:
        plan, replaced = self.stands.pop()
        undone = undo(self.root, None, self.call)
        assert (undone.change_id, undone.removed) == (plan.id, plan.created)
        for path in plan.created:
            del self.files[path]
        self.files |= replaced

    @precondition(lambda self: len(self.stands) > 1)
    @rule(data=st.data())
    def take_an_earlier_back(self, data: st.DataObject) -> None:
        plan, replaced = data.draw(st.sampled_from(self.stands[:-1]))
        ids = [stands[0].id for stands in self.stands]
        if ids.count(plan.id) > 1:
            return  # The id names the last of them, which is another rule's.
        later = self.stands[ids.index(plan.id) + 1 :]
        if {path for other, _ in later for path in touched(other)} & {*touched(plan)}:
            with pytest.raises(Refused, match="changed after change"):
                undo(self.root, plan.id, self.call)
            return
        undo(self.root, plan.id, self.call)
        self.stands.pop(ids.index(plan.id))
        for path in plan.created:
            del self.files[path]
        for path, (content, _) in replaced.items():
            self.files[path] = (content, self.files[path][1])

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def a_stale_plan_is_refused(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.files)))
        stale = Update(path, self.files[path][0] + b"!", b"?")
        plan = ChangeSet((stale, Create(PurePosixPath("new"), b"")))
        with pytest.raises(Refused) as caught:
            apply(plan, self.root, self.call)
        assert (caught.value.problem.code, caught.value.problem.path) == ("stale-file", str(path))

    @invariant()
    def the_tree_is_the_model(self) -> None:
        files, folders = self.on_disk()
        assert files == self.files
        # Every folder here is of our making: it is there as long as something is in it.
        assert folders == {parent for path in files for parent in path.parents[:-1]}
        stands = [past.change_id for past in reversed(history(self.root)) if not past.undone]
        assert stands == [plan.id for plan, _ in self.stands]

    def on_disk(self) -> tuple[Files, set[PurePosixPath]]:
        files: Files = {}
        folders = set()
        for path in self.root.rglob("*"):
            inside = PurePosixPath(path.relative_to(self.root))
            if inside.parts[0] == ".fe-skill":
                continue
            if path.is_dir():
                folders.add(inside)
            else:
                files[inside] = (path.read_bytes(), bool(path.stat().st_mode & 0o100))
        return files, folders


TestProject = Project.TestCase
TestProject.settings = settings(
    max_examples=40,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
