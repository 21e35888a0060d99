from __future__ import annotations

from dataclasses import dataclass

from parsers.memo import remembered


@dataclass(frozen=True)
class Paper:
    text: str


def test_one_record_is_asked_about_once_for_each_way_of_asking() -> None:
    asked: list[tuple[str, str]] = []

    @remembered
    def ask(paper: Paper, how: str = "") -> str:
        asked.append((paper.text, how))
        return paper.text + how

    paper = Paper("ก")
    assert [ask(paper), ask(paper), ask(paper, "ข"), ask(paper, how="ข")] == ["ก", "ก", "กข", "กข"]
    assert asked == [("ก", ""), ("ก", "ข"), ("ก", "ข")]


def test_an_equal_record_is_another_record_and_a_new_one_is_never_taken_for_one_that_is_gone() -> None:
    asked: list[int] = []

    @remembered
    def ask(paper: Paper) -> int:
        asked.append(1)
        return len(paper.text)

    for length in range(100):
        assert ask(Paper("ก" * (length % 3))) == length % 3
    assert len(asked) == 100
