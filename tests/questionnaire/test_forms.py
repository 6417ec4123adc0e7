"""Pages, routing and the rules that questions bring with them."""

from datetime import date

import pyarrow as pa
import pytest

from cairn.questionnaire.columns import check_table
from cairn.questionnaire.conditions import ALWAYS, All, Answered, Equals, Not, Row
from cairn.questionnaire.forms import (
    Option,
    Page,
    Question,
    Questionnaire,
    check,
    next_page,
    question_rules,
    rules_of,
    shown_answers,
    shown_pages,
)
from cairn.questionnaire.rules import Rule

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
FORM = Questionnaire(
    "health",
    "Health",
    (
        Page("condition", "Condition", (Question("condition", "A condition?", "choice", options=YES_NO, needed=True),)),
        Page(
            "detail",
            "Detail",
            (
                Question("since", "Since when?", "date", high=date(2025, 12, 31)),
                Question("months", "Months?", "number", low=0, high=600, whole=True),
            ),
            shown=Equals("condition", "yes"),
        ),
        Page("words", "Words", (Question("words", "Anything else?", "text"),)),
    ),
    (Rule("months_or_since", "months", Not(All((Answered("since"), Answered("months")))), "Both given.", "Give one."),),
)


def broken(answers: Row) -> list[str]:
    return [f"{problem.field}:{problem.rule}" for problem in check(FORM, answers)]


def test_a_page_is_shown_where_its_condition_holds() -> None:
    assert [page.id for page in shown_pages(FORM, {"condition": "no"})] == ["condition", "words"]
    assert [page.id for page in shown_pages(FORM, {"condition": "yes"})] == ["condition", "detail", "words"]


def test_the_next_page_skips_those_not_shown_and_ends_with_none() -> None:
    after_no = next_page(FORM, {"condition": "no"}, "condition")
    after_yes = next_page(FORM, {"condition": "yes"}, "condition")
    assert (after_no and after_no.id, after_yes and after_yes.id) == ("words", "detail")
    assert next_page(FORM, {}, "words") is None
    with pytest.raises(ValueError, match="nowhere"):
        next_page(FORM, {}, "nowhere")


def test_answers_to_questions_not_asked_do_not_count() -> None:
    assert shown_answers(FORM, {"condition": "no", "months": 5, "stray": 1}) == {"condition": "no"}


def test_absence_warns_and_never_blocks() -> None:
    [problem] = check(FORM, {})
    assert (problem.rule, problem.severity, problem.field) == ("missing", "warning", "condition")


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ({"condition": "no", "months": -1}, []),
        ({"condition": "maybe"}, ["condition:choice"]),
        ({"condition": "yes", "months": "lots"}, ["months:kind"]),
        ({"condition": "yes", "months": 0.5}, ["months:whole"]),
        ({"condition": "yes", "months": 601.5}, ["months:range", "months:whole"]),
        ({"condition": "yes", "months": "refused"}, []),
        ({"condition": "yes", "since": date(2026, 1, 1), "months": 3}, ["since:range", "months:months_or_since"]),
        ({"condition": "yes", "since": "yesterday", "words": 4}, ["since:kind", "words:kind"]),
    ],
)
def test_every_problem_at_once(answers: Row, problems: list[str]) -> None:
    assert broken(answers) == problems


def test_each_problem_says_how_to_mend_it() -> None:
    fixes = {
        "Give 0 or more.": Question("n", "N", "number", low=0),
        "Give 9 or less.": Question("n", "N", "number", high=9),
        "Give 0 to 9.": Question("n", "N", "number", low=0, high=9),
    }
    for words, question in fixes.items():
        assert question_rules(question)[-1].fix == words


def test_many_sets_of_answers_are_checked_as_one_table() -> None:
    rows = [{"condition": "yes", "months": 601}, {"condition": "perhaps", "months": 601}]
    found = check_table(rules_of(FORM), pa.Table.from_pylist(rows))
    assert [(problem.row, problem.field) for problem in found] == [(0, "months"), (1, "condition")]


def test_a_question_is_found_by_its_id() -> None:
    assert FORM.question("months").whole
    assert FORM.pages[0].shown == ALWAYS
    with pytest.raises(KeyError):
        FORM.question("nowhere")
