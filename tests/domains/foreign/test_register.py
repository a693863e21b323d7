import pytest

from fe_skill.domains.foreign.register import (
    with_import_like,
    with_names_in_all,
    with_new_import,
)
from fe_skill.domains.foreign.words import Names, Twin

TWIN = Twin(Names("item", "items"), Names("gadget", "gadgets"))


def like(source: str, name: str, width: int = 88, only: tuple[str, ...] | None = None) -> str:
    once = with_import_like(source, name, TWIN, "app.py", width=width, only=only)
    assert with_import_like(once, name, TWIN, "app.py", width=width, only=only) == once
    return once


def test_a_name_joins_the_others_in_order() -> None:
    assert like("from app.api import auth, items, users\n", "items") == (
        "from app.api import auth, gadgets, items, users\n"
    )


def test_names_on_lines_of_their_own_get_one_more_line() -> None:
    source = "from app.api import (\n    auth,\n    items,  # kept\n)\n"
    assert like(source, "items") == (
        "from app.api import (\n    auth,\n    gadgets,\n    items,  # kept\n)\n"
    )


def test_names_out_of_order_get_the_new_one_last() -> None:
    assert like("from app.api import items, auth\n", "items") == (
        "from app.api import items, auth, gadgets\n"
    )


def test_an_import_of_its_own_stands_in_order_with_the_comment_of_its_like() -> None:
    source = "from app.a import x\nfrom app.items import router as items_router  # noqa\n"
    assert like(source, "items_router") == (
        "from app.a import x\n"
        "from app.gadgets import router as gadgets_router  # noqa\n"
        "from app.items import router as items_router  # noqa\n"
    )


def test_imports_out_of_order_get_the_new_one_after_its_like() -> None:
    source = "from .items import router as items_router\nfrom .auth import login\n"
    assert like(source, "items_router") == (
        "from .items import router as items_router\n"
        "from .gadgets import router as gadgets_router\n"
        "from .auth import login\n"
    )


def test_a_long_import_is_wrapped() -> None:
    found = like("from .items import Item\n", "Item", 30, only=("Gadget", "GadgetCreate"))
    assert found.startswith("from .gadgets import (\n    Gadget,\n    GadgetCreate,\n)\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('__all__ = ["Item", "User"]\n', '__all__ = ["Gadget", "Item", "User"]\n'),
        ("__all__ = ['User', 'Item']\n", "__all__ = ['User', 'Item', 'Gadget']\n"),
        (
            '__all__ = [\n    "Item",\n    "User"\n]\n',
            '__all__ = [\n    "Gadget",\n    "Item",\n    "User"\n]\n',
        ),
        ("x = 1\n", "x = 1\n"),
    ],
)
def test_all_is_kept_up_in_its_own_order_and_quotes(before: str, after: str) -> None:
    assert with_names_in_all(before, ["Gadget"]) == after
    assert with_names_in_all(after, ["Gadget"]) == after


def test_a_new_import_stands_among_those_of_its_package() -> None:
    source = "from alembic import context\n\nfrom app.models import Base  # noqa\n\nx = 1\n"
    new = "from app.models_gadgets import Gadget  # noqa: F401"
    once = with_new_import(source, new)
    assert once == source.replace("Base  # noqa\n", f"Base  # noqa\n{new}\n")
    assert with_new_import(once, new) == once
