import pytest
from hypothesis import given
from hypothesis import strategies as st

from fe_skill.domains.inflection import article, plural, snake


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("order", "orders"),
        ("order_line", "order_lines"),
        ("category", "categories"),
        ("day", "days"),
        ("box", "boxes"),
        ("address", "addresses"),
        ("status", "statuses"),
        ("branch", "branches"),
        ("person", "people"),
        ("sales_person", "sales_people"),
        ("child", "children"),
        ("analysis", "analyses"),
        ("series", "series"),
        ("news", "news"),
        ("quiz", "quizzes"),
        ("leaf", "leaves"),
        ("photo", "photos"),
        ("company", "companies"),
    ],
)
def test_a_word_has_its_plural(one: str, many: str) -> None:
    assert plural(one) == many


@given(st.from_regex(r"[a-z]{2,12}(_[a-z]{2,12})?", fullmatch=True))
def test_a_plural_keeps_all_parts_but_the_last(word: str) -> None:
    assert plural(word).split("_")[:-1] == word.split("_")[:-1]
    assert plural(word)[0] == word[0]


@pytest.mark.parametrize(
    ("words", "with_article"),
    [("order", "an order"), ("user", "a user"), ("hour", "an hour"), ("box", "a box")],
)
def test_a_word_has_its_article(words: str, with_article: str) -> None:
    assert article(words) == with_article


@pytest.mark.parametrize(
    ("name", "module"), [("OrderLine", "order_line"), ("APIKey", "api_key"), ("News", "news")]
)
def test_a_class_is_a_file_in_snake_case(name: str, module: str) -> None:
    assert snake(name) == module
