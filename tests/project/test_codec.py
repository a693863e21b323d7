"""Facts as data: there and back, and nothing else let in."""

import pytest

from fe_skill.project.codec import MisfitError, dump, load
from fe_skill.project.model import Convention, Gap, Where

VALUE = (
    Convention("a", "b", 1, 2, (("c", 3),), Where("x.py", 1)),
    Convention("d", "", 0, 0, (), None),
)
KIND = tuple[Convention, ...]


def test_what_is_dumped_is_loaded_unchanged() -> None:
    assert load(KIND, dump(VALUE)) == VALUE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[1]",
        b'[["a","b",1,2,[["c",3]]]]',
        b'[["a","b",true,2,[["c",3]],null]]',
        b'[["a","b",1,2,[["c",3,4]],null]]',
        b'[["a",["b"],1,2,[],null]]',
        b"[" * 100_000,
    ],
)
def test_data_of_another_shape_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(MisfitError):
        load(KIND, data)


def test_one_kind_is_not_another() -> None:
    with pytest.raises(MisfitError):
        load(Gap, dump(VALUE[0]))
