"""Answers that lead back to themselves."""

from fe_skill.project.program_once import Once


def test_a_knot_of_questions_takes_few_rounds_and_not_one_for_every_way_through_it() -> None:
    names = range(40)
    once = Once[str]()
    asked: list[int] = []

    def work(name: int) -> str | None:
        asked.append(name)
        found = [once.get(other, lambda other=other: work(other)) for other in names]  # type: ignore[misc]
        return next((one for one in found if one), None) or ("found" if name == 0 else None)

    assert once.get(39, lambda: work(39)) == "found"
    assert len(asked) < 10 * len(names)


def test_an_answer_that_was_cut_on_the_way_is_worked_out_better_when_asked_for_by_itself() -> None:
    once = Once[str]()

    def one() -> str | None:
        return once.get("other", other) or "one"

    def other() -> str | None:
        return once.get("one", one)

    assert once.get("one", one) == "one"
    assert once.get("other", other) == "one"
