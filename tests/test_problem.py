from fe_skill.problem import Problem

PROBLEM = Problem(code="name-taken", what="`a` exists", why="nothing is replaced", mend="say `b`")


def test_problem_shows_what_code_why_and_mend() -> None:
    assert PROBLEM.text() == (
        "error: `a` exists            code: name-taken\n"
        "  why:  nothing is replaced\n"
        "  mend: say `b`"
    )


def test_problem_with_a_place_shows_it_under_what() -> None:
    placed = Problem(code="c", what="w", why="y", mend="m", path="src/a.py", line=3)
    assert placed.text().splitlines()[1] == "  --> src/a.py:3"
