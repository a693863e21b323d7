"""A running server's facts after an edit are those that a fresh reading would have."""

from pathlib import Path

import pytest

from fe_skill.project.reader import Facts, Keeper, read_project
from tests.project.written import written

FILES = {
    "main.py": """
        from fastapi import Depends, FastAPI, Request
        from guards import guard
        from shop.routes import router

        app = FastAPI()
        app.include_router(router, prefix="/shop")

        @app.get("/me", dependencies=[Depends(guard)])
        def me(): ...

        @app.get("/{anything}")
        def anything():
            first = 1
            return first

        @app.get("/late")
        def late(): ...
        """,
    "guards.py": """
        from fastapi import HTTPException, Request

        def guard(request: Request):
            given = request.headers.get("authorization")
            known = {"a": 1}
            if given not in known:
                raise HTTPException(401)
            return known[given]

        def helper():
            return 1
        """,
    "shop/__init__.py": "",
    "shop/routes.py": """
        from fastapi import APIRouter
        from sqlalchemy import select
        from shop.models import Item
        from shop.schemas import ItemOut

        router = APIRouter()

        @router.get("/items", response_model=list[ItemOut])
        def items(session):
            return session.scalars(select(Item)).all()
        """,
    "shop/models.py": """
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

        class Base(DeclarativeBase): ...

        class Item(Base):
            __tablename__ = "items"
            id: Mapped[int] = mapped_column(primary_key=True)

            def label(self):
                text = str(self.id)
                return text
        """,
    "shop/schemas.py": """
        from pydantic import BaseModel

        class ItemOut(BaseModel):
            id: int
        """,
    "shop/other.py": "VALUE = 1\n",
    "tests/test_shop.py": "client = TestClient(app)\n",
}
PARTS = (
    "applications", "routes", "routers", "dependencies", "unresolved", "models", "schemas",
    "settings", "migrations", "sessions", "unparsed", "around", "tooling", "queries", "domains",
    "conventions",
)  # fmt: skip
# What is replaced in which file, and by what.
LINES = {
    "a comment at the end": ("main.py", "def late(): ...", "def late(): ...\n# late"),
    "lines at the top": ("main.py", "from fastapi import", "\n\n# here\nfrom fastapi import"),
    "a body of no interest": ("main.py", "    return first", "    # more\n    return first + 1"),
    "a body that was followed": ("guards.py", "    known = {", "    # known\n\n    known = {"),
    "a longer class": (
        "shop/models.py", "        return text", "        text += '.'\n        return text"),
    "lines above a model": ("shop/models.py", "class Base", "\n\nclass Base"),
    "lines above a field": ("shop/schemas.py", "    id: int", "    # key\n    id: int"),
    "a statement in a body": (
        "shop/routes.py", ").all()", ").all() or session.scalars(select(Item))"),
    "a file that nobody read": ("shop/other.py", "VALUE = 1", "def value():\n    return 1"),
    "lines in a test": ("tests/test_shop.py", "client", "\n\nclient"),
}  # fmt: skip
MORE = {
    "a route": ("main.py", '"/late"', '"/later"'),
    "a guard that lets all pass": ("guards.py", "raise HTTPException(401)", "known['b'] = 2"),
    "a prefix": ("main.py", 'prefix="/shop"', 'prefix="/store"'),
    "a column": ("shop/models.py", "    def label", "    name: Mapped[str]\n    def label"),
    "a field": ("shop/schemas.py", "    id: int", "    id: int\n    name: str = ''"),
    "a file that begins to matter": (
        "shop/other.py", "VALUE", "from main import app\n@app.get('/new')\ndef new(): ...\nVALUE"),
    "a class that begins to matter": (
        "shop/other.py", "VALUE", "from shop.schemas import ItemOut\nclass Y(ItemOut): ...\nVALUE"),
    "a signature": ("guards.py", "def guard(request: Request)", "def guard(request)"),
    "an error": ("shop/schemas.py", "class ItemOut(", "class ItemOut(("),
    "a base less": ("shop/models.py", "class Base(DeclarativeBase): ...", "class Base: ..."),
}  # fmt: skip


def everything(facts: Facts) -> dict[str, object]:
    """Every part of the facts."""
    return {name: getattr(facts, name) for name in PARTS}


def edited(root: Path, edit: tuple[str, str, str]) -> None:
    """Replace something in a file, which must be there."""
    path, old, new = edit
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return written(tmp_path / "project", FILES)


@pytest.mark.parametrize("name", LINES | MORE)
def test_an_edit_is_followed_without_running_everything_again(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper()
    before = everything(keeper.facts(project))
    edited(project, (LINES | MORE)[name])
    fresh = everything(read_project(project))
    monkeypatch.setattr("fe_skill.project.workshop.run", None)
    assert everything(keeper.facts(project)) == fresh
    assert (fresh != before) or name in LINES


def test_edits_one_after_the_other_are_followed(project: Path) -> None:
    keeper = Keeper()
    everything(keeper.facts(project))
    for name in ("lines at the top", "a prefix", "lines above a model", "a column", "a route"):
        edited(project, (LINES | MORE)[name])
        assert everything(keeper.facts(project)) == everything(read_project(project)), name


def test_what_was_not_asked_for_before_an_edit_is_true_after_it(project: Path) -> None:
    keeper = Keeper()
    assert keeper.facts(project).routes
    edited(project, LINES["lines above a model"])
    edited(project, LINES["lines at the top"])
    assert everything(keeper.facts(project)) == everything(read_project(project))


def test_a_project_that_was_read_from_the_disk_is_ready_for_its_first_edit(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything(Keeper().facts(project))
    keeper = Keeper()
    everything(keeper.facts(project))
    keeper.get_ready().join()
    edited(project, MORE["a field"])
    fresh = everything(read_project(project))
    monkeypatch.setattr("fe_skill.project.workshop.run", None)
    assert everything(keeper.facts(project)) == fresh


def test_facts_stay_what_they_were_when_later_ones_are_asked_for(project: Path) -> None:
    keeper = Keeper()
    before = keeper.facts(project)
    said = everything(before)
    edited(project, MORE["a route"])
    assert everything(keeper.facts(project)) != said
    assert everything(before) == said


SHARED = {
    "app.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "main.py": """
        from app import app
        import first, second
        PREFIX = "/main"

        @app.get(PREFIX)
        def main(): ...
        """,
    "first.py": """
        from app import app
        from names import NAME

        @app.get(f"/first/{NAME}")
        def first(): ...
        """,
    "second.py": """
        from app import app

        @app.get("/second")
        def second(): ...
        """,
    "names.py": "NAME = 'a'\n",
    "a.py": """
        from b import later
        from fastapi import APIRouter
        router = APIRouter(prefix="/a")
        value = 1
        """,
    "b.py": """
        from fastapi import APIRouter
        from a import value
        later = APIRouter(prefix=f"/b{value}")

        @later.get("/x")
        def x(): ...
        """,
    "factory.py": """
        from fastapi import FastAPI
        from a import router
        from b import later

        def create(prefix="/made"):
            app = FastAPI()
            app.include_router(router, prefix=prefix)
            app.include_router(later)
            return app
        """,
}
ONE_AFTER_THE_OTHER = (
    ("first.py", '@app.get(f"/first', '@app.get("/new")\ndef new(): ...\n@app.get(f"/first'),
    ("names.py", "'a'", "'b'"),
    ("names.py", "'b'", "True"),
    ("names.py", "True", "1"),
    ("main.py", "import first, second", "import second, first"),
    ("second.py", "def second", "async def second"),
    ("a.py", "value = 1", "value = 2"),
    ("a.py", "value = 2", "other = 2"),
    ("b.py", "from a import value", "from names import NAME as value"),
    ("factory.py", '"/made"', '"/done"'),
    ("factory.py", "def create", "def make"),
    ("app.py", "FastAPI()", "FastAPI(title='x')"),
    ("app.py", "app =", "other ="),
    ("app.py", "other =", "app ="),
    ("main.py", '"/main"', '"/main'),
    ("main.py", '"/main', '"/main"'),
)


def test_routes_of_many_files_keep_their_order_whatever_is_edited(tmp_path: Path) -> None:
    project, keeper = written(tmp_path / "project", SHARED), Keeper()
    everything(keeper.facts(project))
    for edit in ONE_AFTER_THE_OTHER:
        edited(project, edit)
        assert everything(keeper.facts(project)) == everything(read_project(project)), edit


def test_files_that_come_and_go_are_followed(tmp_path: Path) -> None:
    project, keeper = written(tmp_path / "project", SHARED), Keeper()
    everything(keeper.facts(project))
    for path in ("names.py", "b.py", "second.py", "app.py", "main.py"):
        text = (project / path).read_text()
        (project / path).unlink()
        assert everything(keeper.facts(project)) == everything(read_project(project)), path
        (project / path).write_text(text)
        assert everything(keeper.facts(project)) == everything(read_project(project)), path


def test_an_empty_folder_becomes_a_project(tmp_path: Path) -> None:
    keeper = Keeper()
    assert not keeper.facts(tmp_path).routes
    assert not keeper.facts(tmp_path).models
    written(tmp_path, SHARED)
    assert everything(keeper.facts(tmp_path)) == everything(read_project(tmp_path))
