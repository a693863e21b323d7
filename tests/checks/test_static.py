from pathlib import Path, PurePosixPath

import pytest

from fe_skill.call import Call
from fe_skill.changes.changeset import ChangeSet, Create, Update
from fe_skill.changes.planned import Planned
from fe_skill.checks.check import prove
from fe_skill.checks.static import STATIC

P = PurePosixPath


def failures(root: Path, **files: str) -> dict[str, str]:
    plan = ChangeSet(tuple(Create(P(name), text.encode()) for name, text in files.items()))
    outcomes = prove(Planned(root, plan), STATIC, Call(workspace=root))
    return {o.name: o.verdict.detail for o in outcomes if o.verdict.outcome == "failed"}


@pytest.mark.parametrize(
    ("path", "text", "check", "detail"),
    [
        ("a.py", "x = (", "python-parses", "a.py:1: '(' was never closed"),
        ("a.py", "x = '\0'", "python-parses", "a.py:1: "),
        ("a.toml", "a = ", "data-parses", "a.toml: "),
        ("a.json", "{,}", "data-parses", "a.json: "),
        ("a.md", "ok\n{{ name }}", "no-template-leftovers", "a.md:2: {{ name }}"),
        ("a.py", "x = 1  # {% if a %}", "no-template-leftovers", "a.py:1: {% if a %}"),
        ("a.py", "from app import x", "imports-resolve", "a.py:1: `app` has no `x`"),
        ("a.py", "import app.gone", "imports-resolve", "a.py:1: there is no module `app.gone`"),
        ("a.py", "def f():\n  from app.there import no", "imports-resolve", "a.py:2: `app.there`"),
        ("app/n.py", "from .gone import x", "imports-resolve", "there is no module `.gone`"),
        ("app/n.py", "from ... import x", "imports-resolve", "climbs out of the project"),
    ],
)
def test_a_broken_file_fails_its_check_and_no_other(
    tmp_path: Path, path: str, text: str, check: str, detail: str
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/__init__.py").touch()
    (tmp_path / "app/there.py").write_text("yes = 1")
    found = failures(tmp_path, **{path: text})
    assert list(found) == [check]
    assert detail in found[check]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "x = f'{{ {1} }}'; y = {1: {2: 3}}; z = '{{}}'"),
        ("a.py", "type X[T] = list[T]"),
        ("a.py", "\ufeffx = 1"),
        ("ci.yml", "run: ${{ github.sha }}"),
        ("t.jinja", "{{ name }}"),
        ("a.json", "\ufeff{}"),
        (".vscode/s.json", "// comment\n{}"),
        ("a.py", "from app.there import yes, also\nimport app.there, os.path, yaml.nothing"),
        ("a.py", "from app import there, sub\nfrom app.there import *"),
        ("a.py", "from app.star import anything\nfrom app.lazy import whatever"),
        ("a.py", "try:\n  import app.gone\nexcept ImportError: pass"),
        ("app/n.py", "from . import there\nfrom .sub import deep\nfrom .there import yes"),
        ("a.py", "from alembic import op\nfrom migrations import env"),
        ("app/alembic/versions/a.py", "from alembic import op"),
        ("a.py", "from inside import here"),
        ("src/b.py", "import c"),
    ],
)
def test_what_is_fine_passes(tmp_path: Path, path: str, text: str) -> None:
    files = {
        "app/__init__.py": "", "app/there.py": "yes = 1\nif yes:\n  def also(): pass",
        "app/sub/deep.py": "", "app/alembic/__init__.py": "",
        "app/star.py": "from x import *", "app/lazy.py": "def __getattr__(name): ...",
        "alembic/env.py": "", "migrations/env.py": "", "src/inside/__init__.py": "here: int = 3",
        "src/c.py": "",
    }  # fmt: skip
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert failures(tmp_path, **{path: text}) == {}


def test_imports_are_read_in_the_planned_tree_not_in_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("old = 1")
    plan = ChangeSet(
        (Update(P("m.py"), b"old = 1", b"new = 1"), Create(P("a.py"), b"from m import old"))
    )
    outcomes = prove(Planned(tmp_path, plan), STATIC, Call(workspace=tmp_path))
    assert [o.name for o in outcomes if o.verdict.outcome == "failed"] == ["imports-resolve"]


def test_an_owner_may_keep_markup_in_a_file_that_we_edit(tmp_path: Path) -> None:
    plan = ChangeSet((Update(P("a.md"), b"{{ mine }}", b"{{ mine }}\n"),))
    outcomes = prove(Planned(tmp_path, plan), STATIC, Call(workspace=tmp_path))
    assert {o.verdict.outcome for o in outcomes} == {"passed"}


def test_a_long_list_of_faults_is_cut(tmp_path: Path) -> None:
    found = failures(tmp_path, **{f"f{n:02}.py": "(" for n in range(40)})
    assert found["python-parses"].splitlines()[-1] == "and 28 more"
