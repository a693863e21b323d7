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


@pytest.mark.parametrize("name", LINES)
def test_an_edit_that_moves_lines_is_followed_without_running_anything_again(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper()
    everything(keeper.facts(project))
    edited(project, LINES[name])
    fresh = everything(read_project(project))
    monkeypatch.setattr("fe_skill.project.reader.run", None)
    assert everything(keeper.facts(project)) == fresh


@pytest.mark.parametrize("name", MORE)
def test_an_edit_that_changes_facts_is_seen(name: str, project: Path) -> None:
    keeper = Keeper()
    before = everything(keeper.facts(project))
    edited(project, MORE[name])
    after = everything(keeper.facts(project))
    assert after == everything(read_project(project))
    assert after != before


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
