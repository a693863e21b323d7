"""Which files are read, how, and what happens when they change or can't be read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fe_skill.project.cache import Cache
from fe_skill.project.extract import FileFacts, extract
from fe_skill.project.files import list_files
from fe_skill.project.reader import Keeper, read_project
from tests.project.written import facts_of, paths, written

APP = """
    from fastapi import FastAPI
    app = FastAPI()
    @app.get("/one")
    def one(): ...
    """


def test_only_the_projects_own_files_are_listed(tmp_path: Path) -> None:
    for name in (
        "app/main.py",
        "app/made/by_hand.py",
        "node_modules/x/setup.py",
        ".hidden/x.py",
        "tools/env1/pyvenv.cfg",
        "tools/env1/lib/x.py",
        "lib/site-packages/x.py",
        "app/made/generated.py",
        "build/x.py",
        "skipped/deep/x.py",
        "skipped/kept.py",
        "pyproject.toml",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / ".gitignore").write_text("generated.py\n/skipped/**/x.py\n# no\n")
    (tmp_path / "link").symlink_to(tmp_path.parent)
    listing = list_files(tmp_path)
    assert list(listing.python) == ["app/made/by_hand.py", "app/main.py", "skipped/kept.py"]
    assert list(listing.notes) == ["pyproject.toml"]


def test_a_file_that_does_not_parse_is_listed_and_stops_nothing(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {"main.py": APP, "broken.py": "from fastapi import APIRouter\nrouter = APIRouter(\n"},
    )
    assert paths(facts) == ["GET /one"]
    (gap,) = facts.unparsed
    assert (gap.where.path, gap.where.line) == ("broken.py", 2)


def test_a_body_that_does_not_parse_is_listed_once_it_is_followed(tmp_path: Path) -> None:
    broken = "from fastapi import Depends\ndef guard():\n    x = (\n\ndef other():\n    y = )\n"
    main = """
        from fastapi import Depends, FastAPI
        from guards import guard
        app = FastAPI()
        @app.get("/one", dependencies=[Depends(guard)])
        def one(): ...
        """
    facts = facts_of(tmp_path, {"main.py": main, "guards.py": broken})
    assert paths(facts) == ["GET /one"]
    assert [(gap.where.path, gap.where.line) for gap in facts.unparsed] == [("guards.py", 3)]


NEWER = {
    "type parameters": "def pick[T](x: T) -> T: ...\nclass Box[T]: ...\n",
    "type parameters over several lines": (
        "def pick[T](\n    x: T,\n) -> T: ...\nclass Box[\n    T,\n](list): ...\n"
        "def both[\n    T,\n](\n    x: T,\n): ...\n"
    ),
    "a type alias": "type Name = str\n",
    "quotes inside an f-string": "d = {'a': 1}\nname = f'{d['a']}'\n",
    "exceptions without parentheses": "try:\n    x = 1\nexcept ValueError, TypeError:\n    x = 2\n",
    "a template string": "who = 1\ntext = t'{who}'\n",
}


@pytest.mark.parametrize("name", NEWER)
def test_syntax_newer_than_the_interpreter_is_read_with_true_lines(
    name: str, tmp_path: Path
) -> None:
    lines = NEWER[name]
    tail = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/x")\ndef x(): ...\n'
    (tmp_path / "main.py").write_text(lines + tail)
    (route,) = read_project(tmp_path).routes
    assert route.where.line == lines.count("\n") + 4


def test_other_encodings_are_honoured(tmp_path: Path) -> None:
    text = "# -*- coding: latin-1 -*-\nfrom fastapi import FastAPI\napp = FastAPI()\n"
    text += '@app.get("/caf\xe9")\ndef x(): ...\n'
    (tmp_path / "main.py").write_bytes(text.encode("latin-1"))
    assert paths(read_project(tmp_path)) == ["GET /caf\xe9"]


HOSTILE = {
    "nested calls": "x = " + "f(" * 3000 + ")" * 3000,
    "a long sum": "x = " + "+".join(["1"] * 20_000),
    "null bytes": "x = 1\0",
    "an unknown encoding": "# coding: rot13\nx = 1",
    "endless recursion": "def f(a): return f(a)\nx = f(1)",
    "two that call each other": "def f(a): return g(a)\ndef g(a): return f(a)\nx = f(1)",
    "a name that is itself": "from main import x",
    "star imports in a circle": "from main import *\ny = zzz",
    "growing text": "x = 'a'\nfor i in range(99):\n    x = x + x\n",
    "growing options": "x = a or 'b'\n" + "x = x + (c or x)\n" * 40,
    "a class that is its own base": "class A: ...\nclass A(A): ...\nclass A(A): ...\ny = A().z",
    "an application in itself": "app.mount('/in', app)\napp.include_router(app)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_source_ends_with_facts(name: str, tmp_path: Path) -> None:
    text = f"from fastapi import FastAPI\napp = FastAPI()\n{HOSTILE[name]}\n"
    (tmp_path / "main.py").write_text(text)
    (tmp_path / "other.py").write_text(
        "from fastapi import FastAPI\nother = FastAPI()\n@other.get('/fine')\ndef f(): ...\n"
    )
    facts = read_project(tmp_path)
    assert "GET /fine" in paths(facts)


def test_a_keeper_sees_edits_new_files_and_removed_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = written(tmp_path / "project", {"main.py": APP})
    keeper = Keeper()
    first = keeper.facts(root)
    assert paths(first) == ["GET /one"]
    assert keeper.facts(root) is first
    (root / "main.py").write_text((root / "main.py").read_text().replace("/one", "/other"))
    assert paths(keeper.facts(root)) == ["GET /other"]
    written(root, {"second.py": "from main import app\n@app.get('/two')\ndef two(): ...\n"})
    assert paths(keeper.facts(root)) == ["GET /other", "GET /two"]
    (root / "second.py").unlink()
    assert paths(keeper.facts(root)) == ["GET /other"]


def test_a_warm_cache_gives_the_same_facts_without_reading_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = written(tmp_path / "project", {"main.py": APP})
    cold = read_project(root, cached=True)
    before = (cold.routes, cold.applications, cold.around)
    monkeypatch.setattr("fe_skill.project.store.extract", None)
    warm = read_project(root, cached=True)
    assert (warm.routes, warm.applications, warm.around) == before


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[: len(data) // 2],
    "one bit": lambda data: data[:-5] + bytes([data[-5] ^ 1]) + data[-4:],
    "empty": lambda _data: b"",
    "noise": lambda data: bytes(len(data)),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_cache_is_as_if_it_were_not_there(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = written(tmp_path / "project", {"main.py": APP})
    before = read_project(root, cached=True).routes
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(DAMAGE[how](path.read_bytes()))
    assert read_project(root, cached=True).routes == before


def test_kept_outlines_of_another_shape_are_dropped_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = written(tmp_path / "project", {"main.py": APP})
    listing = list_files(root)
    stamp = listing.python["main.py"]
    lies = [[["call", "no", "such", "shape"]], None, False]
    cache = Cache(root, listing)
    cache.write_outlines({"main.py": [stamp.size, stamp.modified, lies], "gone.py": [], "x": 1})
    assert paths(read_project(root, cached=True)) == ["GET /one"]


def test_an_edit_after_a_restart_reads_only_the_edited_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    other = "from main import app\n@app.get('/two')\ndef two(): ...\n"
    root = written(tmp_path / "project", {"main.py": APP, "second.py": other})
    assert paths(read_project(root, cached=True)) == ["GET /one", "GET /two"]
    (root / "second.py").write_text(other.replace("/two", "/other"))
    read: list[bytes] = []

    def counted(data: bytes) -> FileFacts:
        read.append(data)
        return extract(data)

    monkeypatch.setattr("fe_skill.project.store.extract", counted)
    assert paths(read_project(root, cached=True)) == ["GET /one", "GET /other"]
    assert len(read) == 1
