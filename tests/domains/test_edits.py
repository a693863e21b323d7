import pytest

from fe_skill.domains import edits
from fe_skill.problem import Refused

MAIN = '''"""The application."""

import logging

from fastapi import FastAPI

from src.core import health  # stays
from src.domains.users.routers import users_router


def create_app() -> FastAPI:
    app = FastAPI()
    app.include_router(health.router)
    app.include_router(users_router, prefix="/api/v1/users")  # accounts
    return app
'''


def test_a_router_is_included_after_the_last_and_imported_in_order() -> None:
    after = edits.with_include(MAIN, "orders_router", "/api/v1/orders", "src/main.py")
    after = edits.with_import(after, "src.domains.orders.routers", ["orders_router"], "src/main.py")
    assert after == MAIN.replace(
        "from src.domains.users",
        "from src.domains.orders.routers import orders_router\nfrom src.domains.users",
    ).replace(
        "# accounts\n",
        '# accounts\n    app.include_router(orders_router, prefix="/api/v1/orders")\n',
    )
    again = edits.with_include(after, "orders_router", "/api/v1/orders", "src/main.py")
    assert (
        edits.with_import(again, "src.domains.orders.routers", ["orders_router"], "src/main.py")
        == after
    )


def test_names_join_an_import_that_is_there() -> None:
    source = "from sqlalchemy.orm import Mapped, mapped_column\n"
    after = edits.with_import(source, "sqlalchemy.orm", ["relationship"], "a.py")
    assert after == "from sqlalchemy.orm import Mapped, mapped_column, relationship\n"


def test_names_are_sorted_as_ruff_does() -> None:
    source = "from a import Table10, eaten\n"
    after = edits.with_import(source, "a", ["EAccount", "EAPIKey", "Table2", "MAX"], "a.py")
    assert after == "from a import MAX, EAccount, EAPIKey, Table2, Table10, eaten\n"
    listed = edits.with_all("__all__ = []\n", ["EAccount", "EAPIKey", "T10", "T2"], "a.py")
    assert listed == '__all__ = ["T2", "T10", "EAPIKey", "EAccount"]\n'


def test_a_section_that_is_missing_is_opened() -> None:
    source = '"""Doc."""\n\nfrom sqlalchemy import String\n\nX = 1\n'
    after = edits.with_import(source, "typing", ["TYPE_CHECKING"], "a.py")
    assert after == source.replace(
        "from sqlalchemy", "from typing import TYPE_CHECKING\n\nfrom sqlalchemy"
    )


def test_a_type_import_makes_or_joins_its_block() -> None:
    source = "from typing import TYPE_CHECKING\n\nfrom sqlalchemy import String\n\n\nclass A: ...\n"
    once = edits.with_type_import(source, "src.b", "B", "a.py")
    assert once == source.replace(
        "String\n", "String\n\nif TYPE_CHECKING:\n    from src.b import B\n"
    )
    twice = edits.with_type_import(once, "src.a", "A", "a.py")
    assert "    from src.a import A\n    from src.b import B\n" in twice
    assert edits.with_type_import(twice, "src.a", "A", "a.py") == twice


def test_all_stays_sorted() -> None:
    source = '__all__ = ["Base", "User"]\n'
    after = edits.with_all(source, ["Order", "order_tags"], "a.py")
    assert after == '__all__ = ["Base", "Order", "User", "order_tags"]\n'
    assert edits.with_all(after, ["Order"], "a.py") == after


LINE = 'orders: Mapped[list["Order"]] = relationship(back_populates="user", lazy="raise")'


def test_a_class_gets_its_line_once() -> None:
    source = "class User(Base):\n    id: int\n    # the last word\n\n\nclass Other: ...\n"
    after = edits.with_line_in_class(source, "User", LINE, "a.py")
    assert after == source.replace("id: int\n", f"id: int\n\n    {LINE}\n")
    assert edits.with_line_in_class(after, "User", LINE, "a.py") == after


@pytest.mark.parametrize(
    ("code", "edit"),
    [
        ("edit-unsure", lambda: edits.with_include("x = 1\n", "r", "/r", "a.py")),
        ("edit-unsure", lambda: edits.with_all("x = 1\n", ["A"], "a.py")),
        ("edit-unsure", lambda: edits.with_all('__all__ = [\n  "A",  # why\n]\n', ["B"], "a.py")),
        ("edit-unsure", lambda: edits.with_line_in_class("x = 1\n", "User", LINE, "a.py")),
        (
            "name-taken",
            lambda: edits.with_line_in_class("class U:\n    orders: int\n", "U", LINE, "a.py"),
        ),
    ],
)
def test_what_cannot_be_edited_surely_is_left_alone(code: str, edit: object) -> None:
    with pytest.raises(Refused) as refusal:
        edit()  # type: ignore[operator]  # a row's own call
    assert refusal.value.problem.code == code
