from pathlib import PurePosixPath

import pytest

from fe_skill.changes.changeset import Draft
from fe_skill.changes.text import edited
from fe_skill.problem import Refused

PY, MD = PurePosixPath("a.py"), PurePosixPath("a.md")


def add(text: str) -> str:
    assert "\ufeff" not in text
    return text.replace("= 1", "= 1\nnew")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"x = 1\ny\n", b"x = 1\nnew\ny\n"),
        (b"x = 1\r\ny\r\n", b"x = 1\r\nnew\r\ny\r\n"),
        (b"x = 1", b"x = 1\nnew"),
        (b"\xef\xbb\xbfx = 1\r\n", b"\xef\xbb\xbfx = 1\r\nnew\r\n"),
        (b"\xef\xbb\xbfx = 1", b"\xef\xbb\xbfx = 1\nnew"),
        (b"x = 1\r\ny\nz\rw", b"x = 1\nnew\r\ny\nz\rw"),
        (b"# coding: latin-1\n'\xe9' = 1\n", b"# coding: latin-1\n'\xe9' = 1\nnew\n"),
        (b"\x0c# = 1\n\xe2\x80\xa8\n", b"\x0c# = 1\nnew\n\xe2\x80\xa8\n"),
        (b"", b""),
        (b"\r\n", b"\r\n"),
    ],
)
def test_all_that_is_not_text_stays(before: bytes, after: bytes) -> None:
    assert edited(PY, before, add) == after


@pytest.mark.parametrize(
    "content", [b"\xff", b"# coding: no-such\n", b"\xef\xbb\xbf# coding: latin-1\n"]
)
def test_what_can_not_be_read_as_text_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        edited(PY, content, add)
    assert (caught.value.problem.code, caught.value.problem.path) == ("not-text", "a.py")


def test_a_character_that_the_encoding_does_not_hold_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        edited(PY, b"# coding: ascii\n1\n", lambda text: text + "\u00e9")
    assert caught.value.problem.code == "not-in-encoding"


def test_only_python_names_an_encoding_of_its_own() -> None:
    assert (
        edited(MD, b"# coding: latin-1\n\xc3\xa9 = 1", add)
        == b"# coding: latin-1\n\xc3\xa9 = 1\nnew"
    )


def test_a_draft_edits_what_it_reads_and_an_edit_without_effect_is_no_change() -> None:
    draft = Draft({PY: b"= 1\r\n", MD: b"= 2\r\n"}.get)
    draft.edit(PY, add)
    draft.edit(MD, add)
    assert draft.read(PY) == b"= 1\r\nnew\r\n"
    assert draft.done().modified == (PY,)
    with pytest.raises(Refused, match="isn't there"):
        draft.edit(PurePosixPath("no"), add)
