import pytest

from fe_skill.domains.foreign.words import Names, Twin

TWIN = Twin(Names("item", "items"), Names("order_line", "order_lines"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("class ItemCreate(ItemBase):", "class OrderLineCreate(OrderLineBase):"),
        ("crud_item.get_items(item_id)", "crud_order_line.get_order_lines(order_line_id)"),
        ("ITEM_LIMIT", "ORDER_LINE_LIMIT"),
        ('APIRouter(prefix="/items")', 'APIRouter(prefix="/order-lines")'),
        ('@router.get("/items/{item_id}")', '@router.get("/order-lines/{order_line_id}")'),
        ('detail="Item not found"', 'detail="Order line not found"'),
        ('f"no item {item_id} here"', 'f"no order line {order_line_id} here"'),
        ('f"{prefix}/items"', 'f"{prefix}/order-lines"'),
        ("itemise(items)", "itemise(order_lines)"),
        ("app/items/test_items.py", "app/order_lines/test_order_lines.py"),
    ],
)
def test_names_are_spelt_as_their_place_wants(old: str, new: str) -> None:
    assert TWIN(old) == new


def test_plurals_that_a_project_spells_its_own_way_are_known() -> None:
    twin = Twin(Names("hero", "heros"), Names("team", "teams"))
    assert twin("heros = read_heroes()") == "teams = read_teams()"


def test_a_package_of_another_name_becomes_the_domains() -> None:
    twin = Twin(Names("user", "users", "auth"), Names("order", "orders", "shop"))
    assert twin("app.auth.models.User") == "app.shop.models.Order"


def test_what_is_not_about_the_entity_stays() -> None:
    assert TWIN("session: SessionDep") == "session: SessionDep"
    assert not TWIN.mentions("session: SessionDep")
