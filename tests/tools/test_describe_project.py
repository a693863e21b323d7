"""What `describe-project` answers: an overview, pages, and refusals."""

import json
from pathlib import Path

import pytest

from fe_skill.call import Call
from fe_skill.problem import Refused
from fe_skill.tools.describe_project import Description, describe_project

TOKEN = 4  # characters


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Call(workspace=tmp_path)


def _project(folder: Path, modules: int, routes: int) -> None:
    main = ["from fastapi import FastAPI", "app = FastAPI()"]
    for at in range(modules):
        lines = ["from fastapi import APIRouter", f"router = APIRouter(prefix='/part{at}')"]
        for route in range(routes):
            lines += [f"@router.get('/thing{route}/{{key}}')", f"def thing{route}(key: int): ..."]
        (folder / f"part{at}.py").write_text("\n".join(lines))
        main += [
            f"from part{at} import router as r{at}",
            f"app.include_router(r{at}, prefix='/v1')",
        ]
    (folder / "main.py").write_text("\n".join(main))


def _tokens(reply: Description) -> float:
    data = json.dumps(reply.model_dump(mode="json"), separators=(",", ":"))
    return (len(data) + len(reply.text())) / TOKEN


def test_the_overview_of_a_thousand_routes_fits_a_screen(call: Call) -> None:
    _project(call.workspace, modules=50, routes=20)
    reply = describe_project(call)
    assert reply.counts.routes == 1000
    assert _tokens(reply) < 800


def test_paging_reaches_every_route_once_in_answers_that_fit(call: Call) -> None:
    _project(call.workspace, modules=20, routes=20)
    seen: list[str] = []
    cursor = None
    while True:
        reply = describe_project(call, include=("routes",), limit=200, cursor=cursor)
        assert _tokens(reply) < 8000
        seen += [route.path for route in reply.routes]
        cursor = reply.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == reply.total == 400


def test_match_looks_at_path_name_and_file(call: Call) -> None:
    _project(call.workspace, modules=3, routes=2)
    for match, expected in (("PART1", 2), ("thing0", 3), ("part2.py", 2), ("nothing", 0)):
        assert describe_project(call, include=("routes",), match=match).total == expected


def test_of_several_applications_one_can_be_chosen(call: Call) -> None:
    for name in ("one", "two"):
        (call.workspace / f"{name}.py").write_text(
            f"from fastapi import FastAPI\napp = FastAPI()\n@app.get('/{name}')\ndef f(): ...\n"
        )
    assert {app.name for app in describe_project(call).applications} == {"one:app", "two:app"}
    reply = describe_project(call, include=("routes",), app="two:app")
    assert [route.path for route in reply.routes] == ["/two"]
    with pytest.raises(Refused) as refused:
        describe_project(call, app="three:app")
    assert "one:app" in refused.value.problem.why


def test_a_folder_that_is_not_there_and_a_wrong_cursor_are_refused(call: Call) -> None:
    with pytest.raises(Refused, match="not a folder"):
        describe_project(call, project="missing")
    with pytest.raises(Refused, match="not a cursor"):
        describe_project(call, include=("routes",), cursor="x1")


def test_nothing_of_the_project_is_run(call: Call) -> None:
    _project(call.workspace, modules=1, routes=1)
    main = call.workspace / "main.py"
    main.write_text("open('ran', 'w')\nraise SystemExit\n" + main.read_text())
    before = sorted(path.name for path in call.workspace.iterdir())
    describe_project(call, include=("routes", "models", "conventions"))
    after = sorted(path.name for path in call.workspace.iterdir() if path.name != "cache")
    assert after == before


def test_queries_come_with_the_routes_that_they_serve(call: Call) -> None:
    files = {
        "store.py": "from sqlalchemy import select\nfrom models import Thing\n"
        "def things(session):\n    return session.scalars(select(Thing))\n"
        "def lonely():\n    return select(Thing)\n",
        "models.py": "class Thing: ...\n",
        "main.py": "from fastapi import FastAPI\nfrom store import things\napp = FastAPI()\n"
        "@app.get('/things')\ndef read(): return things(None)\n",
    }
    for name, text in files.items():
        (call.workspace / name).write_text(text)
    served, lonely = describe_project(call, include=("queries",)).queries
    assert (served.routes, served.chain) == (("GET /things",), ("main.py:5",))
    assert (lonely.routes, lonely.chain) == ((), ())


def test_around_lists_interpreter_set_up_and_fixtures(call: Call) -> None:
    files = {
        "pyproject.toml": "[project]\nname='x'\nrequires-python='>=3.11'\ndependencies=['a>=1']\n",
        "main.py": "import logging\nlogging.basicConfig()\n",
        "conftest.py": "import pytest\n@pytest.fixture\ndef client(app):\n"
        "    return TestClient(app)\n",
    }
    for name, text in files.items():
        (call.workspace / name).write_text(text)
    reply = describe_project(call, include=("around",))
    assert [(each.what, each.name, each.line, each.more) for each in reply.around] == [
        ("python", ">=3.11", None, None),
        ("set-up", "logging.basicConfig", 2, None),
        ("fixture", "client", 3, "gives TestClient; needs app"),
        ("test client", "made here", 4, None),
        ("distribution", "a", None, ">=1"),
    ]
