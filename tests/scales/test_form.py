"""The form of a scale is the questionnaire's first user: what it lets through, scoring takes."""

import pytest

from cairn.definitions import registry
from cairn.questionnaire.forms import check
from cairn.scales.scoring import form, score

SWEMWBS = registry.get("scale", "swemwbs")
ANSWERS = {f"i{number}": 3 for number in range(1, 8)}


@pytest.mark.parametrize("id", registry.PACKAGE.ids("scale"))
def test_one_question_an_item_and_one_choice_an_answer(id: str) -> None:
    scale = registry.get("scale", id)
    [page] = form(scale).pages
    assert [question.id for question in page.questions] == [item.id for item in scale.items]
    for question, item in zip(page.questions, scale.items, strict=True):
        low, high = scale.bounds(item)
        assert (question.low, question.high, len(question.options)) == (low, high, high - low + 1)


def test_an_item_of_other_ends_is_asked_between_its_own() -> None:
    vas = form(registry.get("scale", "eq5d5l_vas")).question("vas")
    assert (vas.low, vas.high, vas.options[100].label) == (0, 100, "100 Best health")


def test_locked_wording_shows_as_number_and_topic_and_open_wording_as_itself() -> None:
    assert form(SWEMWBS).question("i4").label == "4 coping with problems"
    open_item = form(registry.get("scale", "lifesat")).question("satisfied")
    assert open_item.label == "Overall, how satisfied are you with your life nowadays?"
    assert [open_item.options[n].label for n in (0, 5, 10)] == [
        "0 Not at all satisfied",
        "5",
        "10 Completely satisfied",
    ]


def test_what_the_form_lets_through_scoring_takes() -> None:
    assert check(form(SWEMWBS), ANSWERS) == []
    assert score(SWEMWBS, ANSWERS).metric == 19.25


def test_a_blank_item_only_warns_and_an_answer_out_of_range_blocks() -> None:
    found = check(form(SWEMWBS), {**ANSWERS, "i2": None, "i3": 6})
    assert [(problem.field, problem.severity) for problem in found] == [("i2", "warning"), ("i3", "error")]
