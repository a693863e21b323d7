from pathlib import PurePosixPath

import pytest

from fe_skill.changes.changeset import ChangeSet, Create, Update
from fe_skill.changes.paths import contained, portable
from fe_skill.problem import Refused

ESCAPES = [
    "../x", "a/../../x", "/etc/passwd", "", ".", "C:/x", "c:x", "\\\\host\\share", "a\\..\\x",
    "~/x",
    ".git/config", "sub/.git/hooks/x", ".GIT/config", ".git./config", ".g\u200cit/config",
    "git~1/config", ".fe-skill/journal", ".Fe-Skill/x", "a\0b", "a\nb", "\ud800", "a" * 1100,
]  # fmt: skip
UNPORTABLE = [
    "con", "NUL.txt", "a/Aux.py", "com1.tar.gz", "lpt\u00b9", "CONIN$", "ab:c", "a/b?", "what*",
    "a.", "a ", "dir./x", "a|b", "é" * 200,
]  # fmt: skip
FINE = [
    "a",
    "a/b.py",
    ".github/workflows/ci.yml",
    ".gitignore",
    "console.py",
    "nul_.py",
    "naïve/é",
    "a..b",
]


@pytest.mark.parametrize("text", ESCAPES, ids=ascii)
def test_a_path_that_leads_out_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        contained(PurePosixPath(text))
    assert caught.value.problem.code == "path-not-allowed"
    caught.value.problem.text().encode()


@pytest.mark.parametrize("text", UNPORTABLE)
def test_a_new_path_exists_on_every_system_or_is_refused(text: str) -> None:
    contained(PurePosixPath(text))
    with pytest.raises(Refused):
        portable(PurePosixPath(text))


@pytest.mark.parametrize("text", FINE)
def test_a_plain_path_is_fine(text: str) -> None:
    assert portable(PurePosixPath(text)) == PurePosixPath(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/X.py", "a/x.py"),
        ("App/a", "app/b"),
        ("stra\u00dfe", "strasse"),
        ("e\u0301", "\u00e9"),
        ("a", "a/b"),
    ],
)
def test_paths_that_some_systems_confuse_are_refused(one: str, other: str) -> None:
    with pytest.raises(Refused) as caught:
        ChangeSet((Create(PurePosixPath(one), b""), Create(PurePosixPath(other), b"")))
    assert caught.value.problem.code == "paths-clash"


def test_a_file_of_the_user_may_have_an_unportable_name() -> None:
    assert ChangeSet((Update(PurePosixPath("aux.py"), b"", b"x"),)).modified
    with pytest.raises(Refused):
        ChangeSet((Create(PurePosixPath("aux.py"), b"x"),))
