import ast
import re
from pathlib import Path
from typing import Any

import pytest

from fe_skill.call import Call
from fe_skill.domains.given import EntityGiven
from fe_skill.problem import Refused
from fe_skill.tools.add_domain import add_domain
from fe_skill.tools.reply import WriteReply
from tests.domains.foreign.projects import LAYERED, PACKAGES, SQLMODEL, write

GADGET = EntityGiven(
    name="Gadget",
    fields=("name:string(80)!unique", "price:decimal(10,2)>=0", "notes:text?"),
)
PART = EntityGiven(
    name="GadgetPart", fields=("label:string!index",), relations=("gadget>Gadget!cascade",)
)


def add(root: Path, *entities: EntityGiven, **more: Any) -> WriteReply:  # noqa: ANN401 -- any argument
    return add_domain(
        Call(workspace=root.parent),
        project=str(root),
        domain="gadgets",
        entities=entities or (GADGET,),
        **more,
    )


@pytest.fixture
def layered(tmp_path: Path) -> Path:
    return write(tmp_path / "layered", LAYERED)


@pytest.fixture
def sqlmodel(tmp_path: Path) -> Path:
    return write(tmp_path / "notes", SQLMODEL)


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    return write(tmp_path / "shop", PACKAGES)


def text(root: Path, path: str) -> str:
    found = (root / path).read_text()
    ast.parse(found)
    return found


def test_new_files_lie_where_the_neighbours_lie(layered: Path) -> None:
    reply = add(layered)
    assert [path for path in reply.created if "versions" not in path] == [
        "app/api/gadgets.py",
        "app/crud/gadget.py",
        "app/models/gadget.py",
        "app/schemas/gadget.py",
        "tests/test_gadgets.py",
    ]
    assert all(check.outcome != "failed" for check in reply.checks)


def test_routes_take_session_and_user_as_the_neighbours_do(layered: Path) -> None:
    add(layered)
    routes = text(layered, "app/api/gadgets.py")
    assert "from app.crud import gadget as crud_gadget" in routes
    assert "session: SessionDep, user: CurrentUser" in routes
    assert 'router = APIRouter(prefix="/gadgets", tags=["gadgets"])' in routes
    assert "status_code=201" in routes


def test_the_neighbours_error_is_raised_where_it_raises_its_own(layered: Path) -> None:
    add(layered)
    crud = text(layered, "app/crud/gadget.py")
    assert 'HTTPException(status_code=404, detail="Gadget not found")' in crud
    assert "HTTPException" not in text(layered, "app/api/gadgets.py")


def test_owned_rows_of_others_are_not_found(layered: Path) -> None:
    add(layered, access="owner")
    assert 'ForeignKey("users.id", ondelete="CASCADE")' in text(layered, "app/models/gadget.py")
    crud = text(layered, "app/crud/gadget.py")
    assert "if gadget is None or gadget.owner_id != owner_id:" in crud
    assert "user.id" in text(layered, "app/api/gadgets.py")


def test_keys_to_rows_of_others_are_refused(layered: Path) -> None:
    add(layered, GADGET, PART, access="owner")
    crud = text(layered, "app/crud/gadget_part.py")
    create, _, change = crud.partition("async def update_gadget_part")
    assert "gadget = await session.get(Gadget, gadget_part_in.gadget_id)" in create
    assert "if gadget is None or gadget.owner_id != owner_id:" in create
    assert "if gadget_part_in.gadget_id is not None:" in change
    assert "gadget.owner_id != gadget_part.owner_id" in change


def test_edits_are_a_like_of_the_neighbours_lines_and_nothing_else(layered: Path) -> None:
    before = (layered / "app/main.py").read_text()
    add(layered)
    after = (layered / "app/main.py").read_text()
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert added == [
        "from app.api.gadgets import router as gadgets_router  # the first one",
        'app.include_router(gadgets_router, prefix="/api/v1")  # beside its kin',
    ]
    assert [line for line in after.splitlines() if line not in added] == before.splitlines()


def test_models_are_handed_on_where_alembic_looks(layered: Path) -> None:
    add(layered)
    init = (layered / "app/models/__init__.py").read_text()
    assert "from .gadget import Gadget\nfrom .item import Item\n" in init
    assert (layered / "migrations/env.py").read_text() == LAYERED["migrations/env.py"]


def test_the_revision_looks_like_the_last_one(layered: Path) -> None:
    reply = add(layered)
    revision = next(path for path in reply.created if "versions" in path)
    found = text(layered, revision)
    assert found.startswith('"""Create gadgets\n\nRevision ID: ')
    assert "Create Date: 2025-01-31 10:21:30.123456" in found
    assert "down_revision = '1a2b3c4d5e6f'" in found
    assert "sa.UniqueConstraint('name')" in found


def test_tests_use_the_projects_client_credentials_and_marks(layered: Path) -> None:
    add(layered)
    tests = text(layered, "tests/test_gadgets.py")
    assert "@pytest.mark.anyio\nasync def test_create_and_read_gadget(" in tests
    assert "client: AsyncClient, user_headers: dict[str, str]" in tests
    assert '"/api/v1/gadgets/"' in tests


def test_habits_are_told_with_their_evidence(layered: Path) -> None:
    notes = add(layered).notes
    assert notes[0] == "followed `Item` in app/api/items.py"
    assert "models are of `Base` (2 of 2 models)" in notes
    assert "the session comes by an Annotated alias (3 of 3 injected sessions)" in notes


@pytest.mark.parametrize("files", [LAYERED, SQLMODEL, PACKAGES], ids=["layered", "one", "packages"])
def test_a_second_identical_call_changes_nothing(tmp_path: Path, files: dict[str, str]) -> None:
    root = write(tmp_path / "project", files)
    access = "authenticated" if files is LAYERED else "public"
    assert add(root, GADGET, PART, access=access).status == "applied"
    assert add(root, GADGET, PART, access=access).status == "unchanged"


def test_names_of_several_words_are_written_as_their_place_wants(layered: Path) -> None:
    add(layered, GADGET, PART)
    routes = text(layered, "app/api/gadget_parts.py")
    assert 'prefix="/gadget-parts"' in routes
    assert "GadgetPartCreate" in routes
    assert '"Gadget part not found"' in text(layered, "app/crud/gadget_part.py")
    assert 'ForeignKey("gadgets.id", ondelete="CASCADE")' in text(
        layered, "app/models/gadget_part.py"
    )


def test_sqlmodel_projects_get_sqlmodel_beside_their_one_file_of_models(sqlmodel: Path) -> None:
    reply = add(sqlmodel, access="public")
    assert (sqlmodel / "app/models.py").read_text() == SQLMODEL["app/models.py"]
    models = text(sqlmodel, "app/models_gadgets.py")
    assert "class Gadget(GadgetBase, table=True):" in models
    assert "class GadgetsPublic(SQLModel):\n    data: list[GadgetPublic]\n    count: int" in models
    assert any("`app/models.py` holds every model" in note for note in reply.notes)
    assert "no revision was written: the project has no Alembic" in reply.notes


def test_envelopes_verbs_and_paging_are_the_neighbours(sqlmodel: Path) -> None:
    add(sqlmodel, access="public")
    routes = text(sqlmodel, "app/routes_gadgets.py")
    assert '@router.put("/{gadget_id}", response_model=GadgetPublic)' in routes
    assert "skip: int = Query(default=0, ge=0)" in routes
    assert "GadgetsPublic(" in routes
    assert "db: Session = Depends(get_db)" in routes


def test_packages_get_a_package_with_relative_imports(packages: Path) -> None:
    add(packages, access="public")
    repository = text(packages, "shop/gadgets/repository.py")
    assert "class GadgetRepository:" in repository
    assert "from ..errors import ConflictError, NotFoundError" in repository
    assert "def find_by_id(self, gadget_id: int)" in repository
    assert 'raise ConflictError("Gadget conflicts with what is there")' in repository
    assert "def get_gadget_repository(" in text(packages, "shop/gadgets/router.py")
    assert "name = Column(String(80), unique=True, nullable=False)" in text(
        packages, "shop/gadgets/models.py"
    )


def test_an_error_that_nobody_answers_is_not_raised(packages: Path) -> None:
    app = packages / "shop/app.py"
    app.write_text(re.sub(r"    app.add_exception_handler.*\n", "", app.read_text()))
    add(packages, access="public")
    repository = text(packages, "shop/gadgets/repository.py")
    assert "HTTPException(status_code=404" in repository
    assert "NotFoundError" not in repository


def test_a_schema_that_is_called_like_its_class_is_told_apart(packages: Path) -> None:
    for path in (packages / "shop/books").glob("*.py"):
        path.write_text(path.read_text().replace("BookOut", "Book"))
    add(packages, access="public")
    assert "from .models import Gadget" in text(packages, "shop/gadgets/repository.py")
    assert "from .schemas import Gadget, GadgetIn" in text(packages, "shop/gadgets/router.py")


def test_an_include_inside_a_factory_gets_its_like_beside_it(packages: Path) -> None:
    add(packages, access="public")
    app = (packages / "shop/app.py").read_text()
    assert (
        '        prefix="/books",\n    )\n    app.include_router(\n        gadgets_router,\n'
        '        prefix="/gadgets",\n    )\n    return app' in app
    )


def test_tests_of_a_project_without_any_bring_their_client(packages: Path) -> None:
    add(packages, access="public")
    assert "from shop.app import app" in text(packages, "tests/conftest.py")
    assert "def test_delete_gadget(client: TestClient)" in text(packages, "tests/test_gadgets.py")


def _second_app(root: Path) -> None:
    (root / "app/other.py").write_text((root / "app/main.py").read_text())


def _second_head(root: Path) -> None:
    versions = root / "migrations/versions"
    found = (versions / "1a2b3c4d5e6f_create_items.py").read_text()
    other = found.replace("1a2b3c4d5e6f", "999999999999").replace("'items'", "'others'")
    (versions / "999999999999_other.py").write_text(other)


def _template(root: Path) -> None:
    folder = root / "{{cookiecutter.name}}"
    folder.mkdir()
    (folder / "main.py").write_text("x = 1\n")


def _taken(root: Path) -> None:
    (root / "app/models/gadget.py").write_text("x = 1\n")


def _looped(root: Path) -> None:
    main = root / "app/main.py"
    loop = "for each in [items_router]:\n    app.include_router(each)\n"
    main.write_text(main.read_text().partition("app.include")[0] + loop)


@pytest.mark.parametrize(
    ("code", "spoil", "arguments"),
    [
        ("app-ambiguous", _second_app, {}),
        ("app-unknown", None, {"app": "app.main:other"}),
        ("session-unknown", None, {"session": "app.database:get_db"}),
        ("base-unknown", None, {"base": "app.models:Base"}),
        ("auth-unknown", None, {"auth": "app.api.deps:nobody"}),
        ("migrations-forked", _second_head, {}),
        ("template-tree", _template, {}),
        ("name-taken", _taken, {}),
        ("edit-unsure", _looped, {}),
        ("prefix-unfit", None, {"prefix": "/api/v2"}),
        ("access-unfit", None, {"access": "role:admin"}),
        ("option-unfit", None, {"entities": (GADGET.model_copy(update={"soft_delete": True}),)}),
        (
            "type-unfit",
            None,
            {"entities": (EntityGiven(name="Blob", fields=("raw:bytes", "size:int")),)},
        ),
        (
            "relation-unfit",
            None,
            {"entities": (GADGET.model_copy(update={"relations": ("items<>Item",)}),)},
        ),
        (
            "target-missing",
            None,
            {"entities": (GADGET.model_copy(update={"relations": ("owner>Nobody",)}),)},
        ),
    ],
)
def test_what_is_unfit_or_ambiguous_is_refused_and_nothing_written(
    layered: Path,
    code: str,
    spoil: Any,  # noqa: ANN401 -- a function or none
    arguments: dict[str, Any],
) -> None:
    if spoil is not None:
        spoil(layered)
    before = {path: path.read_bytes() for path in layered.rglob("*.*") if path.is_file()}
    with pytest.raises(Refused) as refusal:
        add(layered, *arguments.pop("entities", ()), **arguments)
    assert refusal.value.problem.code == code
    after = {path: path.read_bytes() for path in layered.rglob("*.*") if path.is_file()}
    assert {path: data for path, data in after.items() if ".fe-skill" not in path.parts} == before


def test_strangers_are_let_in_only_when_asked_for(packages: Path) -> None:
    with pytest.raises(Refused) as refusal:
        add(packages)
    assert refusal.value.problem.code == "auth-missing"


def test_a_choice_among_applications_is_followed(layered: Path) -> None:
    _second_app(layered)
    reply = add(layered, app="app.main:app")
    assert "app/main.py" in reply.modified
    assert "app/other.py" not in reply.modified


def test_a_key_to_a_model_that_is_there_is_of_its_type(layered: Path) -> None:
    reply = add(layered, GADGET.model_copy(update={"relations": ("item>Item",)}))
    assert 'item_id: Mapped[int] = mapped_column(ForeignKey("items.id")' in text(
        layered, "app/models/gadget.py"
    )
    assert any("`Gadget` has no tests" in note for note in reply.notes)


def test_classes_have_relationships_where_those_of_the_project_do(layered: Path) -> None:
    item = layered / "app/models/item.py"
    item.write_text(
        "from sqlalchemy.orm import Mapped, mapped_column, relationship\n\n"
        "from app.database import Base\n\n\n"
        'class Item(Base):\n    __tablename__ = "items"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n    title: Mapped[str]\n"
        '    parts: Mapped[list["Item"]] = relationship(lazy="raise")\n'
    )
    add(layered, GADGET, PART)
    one, other = (text(layered, f"app/models/{name}.py") for name in ("gadget", "gadget_part"))
    assert 'gadget: Mapped["Gadget"] = relationship(' in other
    assert "if TYPE_CHECKING:\n    from app.models.gadget import Gadget" in other
    assert 'gadget_parts: Mapped[list["GadgetPart"]] = relationship(' in one
    assert 'cascade="all, delete-orphan"' in one
    assert 'lazy="raise"' in one


def test_classes_have_keys_alone_where_those_of_the_project_do(layered: Path) -> None:
    add(layered, GADGET, PART)
    assert "relationship" not in text(layered, "app/models/gadget.py")


def test_what_a_base_brings_along_is_in_the_revision(layered: Path) -> None:
    base = layered / "app/database.py"
    source = base.read_text()
    assert "class Base(DeclarativeBase):\n    pass" in source
    moment = "    made_at: Mapped[datetime] = mapped_column(DateTime(), server_default=func.now())"
    base.write_text(
        "from datetime import datetime\n\nfrom sqlalchemy import DateTime, func\n"
        "from sqlalchemy.orm import Mapped, mapped_column\n"
        + source.replace(
            "class Base(DeclarativeBase):\n    pass", f"class Base(DeclarativeBase):\n{moment}"
        )
    )
    reply = add(layered)
    revision = text(layered, next(path for path in reply.created if "versions" in path))
    assert re.search(r"made_at.,\s+sa.DateTime\(\),\s+server_default=sa.func.now\(\)", revision)
    assert "made_at" not in text(layered, "app/models/gadget.py")


def test_what_a_base_brings_along_and_nobody_fills_is_refused(layered: Path) -> None:
    base = layered / "app/database.py"
    column = "    tenant: Mapped[int] = mapped_column()"
    base.write_text(
        "from sqlalchemy.orm import Mapped, mapped_column\n"
        + base.read_text().replace("(DeclarativeBase):\n    pass", f"(DeclarativeBase):\n{column}")
    )
    with pytest.raises(Refused) as caught:
        add(layered)
    assert caught.value.problem.code == "base-unfit"


def test_a_client_that_lets_nobody_in_by_its_host_is_given_one(packages: Path) -> None:
    app = packages / "shop/app.py"
    app.write_text(
        "from starlette.middleware.trustedhost import TrustedHostMiddleware\n"
        + app.read_text().replace(
            "    return app\n",
            '    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["*.shop.example"])\n'
            "    return app\n",
        )
    )
    add(packages, access="public")
    assert 'base_url="http://test.shop.example"' in text(packages, "tests/conftest.py")


def test_a_session_that_tests_mock_is_not_what_new_tests_get(layered: Path) -> None:
    conftest = layered / "tests/conftest.py"
    conftest.write_text(
        conftest.read_text()
        + "\n\nfrom unittest.mock import Mock\n\nfrom app.database import get_session\n\n"
        "app.dependency_overrides[get_session] = lambda: Mock()\n"
    )
    reply = add(layered)
    assert {"tests/gadgets/conftest.py", "tests/gadgets/test_gadgets.py"} <= set(reply.created)
    assert "dependency_overrides.clear()" in text(layered, "tests/gadgets/conftest.py")
    assert add(layered).status == "unchanged"


def test_one_schema_for_making_and_changing_becomes_two(layered: Path) -> None:
    routes = layered / "app/api/items.py"
    routes.write_text(routes.read_text().replace("ItemUpdate", "ItemCreate"))
    add(layered)
    schemas = text(layered, "app/schemas/gadget.py")
    assert len(re.findall(r"class GadgetCreate\b", schemas)) == 1
    assert "class GadgetUpdate(" in schemas


def test_columns_under_a_name_of_the_projects_own_are_known(layered: Path) -> None:
    (layered / "app/kinds.py").write_text(
        "from datetime import datetime\nfrom typing import Annotated\n\n"
        "from sqlalchemy import BigInteger, DateTime, func\n"
        "from sqlalchemy.orm import mapped_column\n\n"
        "big = Annotated[int, mapped_column(BigInteger, primary_key=True)]\n"
        "moment = Annotated[datetime, mapped_column(DateTime(), server_default=func.now())]\n"
    )
    (layered / "app/database.py").write_text(
        "from sqlalchemy.ext.asyncio import AsyncSession\n"
        "from sqlalchemy.orm import DeclarativeBase, Mapped\n\n"
        "from app.kinds import big, moment\n\n\n"
        "class Base(DeclarativeBase):\n    id: Mapped[big]\n    made: Mapped[moment]\n\n\n"
        "async def get_session():\n    async with AsyncSession() as session:\n"
        "        yield session\n"
    )
    for name in ("item", "user"):
        model = layered / f"app/models/{name}.py"
        model.write_text(re.sub(r"    id: .*\n", "    name: Mapped[str]\n", model.read_text()))
    reply = add(layered)
    revision = text(layered, next(path for path in reply.created if "versions" in path))
    assert re.search(r"[\"\']id[\"\'], sa.BigInteger\(\), nullable=False", revision)
    assert re.search(r"made.,\s+sa.DateTime\(\),\s+server_default=sa.func.now", revision)
    assert "id:" not in text(layered, "app/models/gadget.py")


def test_bounds_of_a_decimal_that_may_be_left_out_stand_inside(layered: Path) -> None:
    add(layered)
    schemas = text(layered, "app/schemas/gadget.py")
    assert (
        "Annotated[Decimal, Field(max_digits=10, decimal_places=2, ge=0)] | None = None" in schemas
    )
