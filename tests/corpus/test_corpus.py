import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.corpus.case import FAILURES, MARK, load

HERE = Path(__file__).parent
CASES = load()
SHARE = 6  # `python tests/corpus/run.py` proves each case, this suite one in so many


def test_the_corpus_has_unlike_failures() -> None:
    assert len(CASES) >= 120
    assert len({case.fault for case in CASES}) >= 100


def test_each_case_marks_a_place_in_its_project() -> None:
    for case in CASES:
        assert case.places, case.name
        assert all((case.folder / "project" / place.path).exists() for place in case.places)


def test_each_case_shows_a_repair() -> None:
    for case in CASES:
        assert case.fixed.exists() or case.removed or case.repair, case.name


def test_no_mark_is_left_where_a_repair_is_shown() -> None:
    for file in FAILURES.glob("*/fixed/**/*.*"):
        assert not MARK.search(file.read_text()), file


def test_each_text_of_the_noise_has_its_expectation() -> None:
    expected = tomllib.loads((HERE / "noise" / "expected.toml").read_text())
    assert sorted(expected) == sorted(file.stem for file in (HERE / "noise").glob("*.txt"))
    assert len(expected) >= 40


@pytest.mark.slow
def test_cases_fail_as_they_say_and_their_repair_ends_it(tmp_path: Path) -> None:
    names = [case.name for case in CASES[::SHARE]]
    run = [sys.executable, str(HERE / "run.py"), "--out", str(tmp_path), *names]
    done = subprocess.run(run, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    said = re.fullmatch(r"(\d+) places [^\n]+\n(\d+) cases, 0 wrong[^\n]+\n", done.stdout)
    assert said
    assert int(said[2]) == len(names)
    assert int(said[1]) >= len(names) / 2
