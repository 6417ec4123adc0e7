"""How questions, answers, stories and conversations are judged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.returns import rules_words
from cairn.returns.rules_words import USUAL, NewQuestion

TODAY = date(2025, 7, 10)


def test_the_usual_questions_are_sound_and_stand_under_all_heads_of_the_framework() -> None:
    assert rules_words.question_problems(USUAL) == []
    heads = [one.head for one in USUAL]
    assert heads[:4] == ["partnership", "training", "engagement", "referral_pathway"]
    assert len([head for head in heads if head.startswith("systems_")]) == 4


def test_all_that_is_wrong_with_questions_is_said_at_once() -> None:
    wrong = [NewQuestion("nothing", " ", "x" * 81, -1), *[NewQuestion("own", "What?")] * 30]
    assert [one.rule for one in rules_words.question_problems(wrong)] == [
        "words.missing", "question.head", "question.theme", "question.length", "question.many",
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["well-being", "2026", "don’t", "été", "x"]), max_size=40))
def test_words_are_what_stands_between_spaces(said: list[str]) -> None:
    assert rules_words.count_words("  ".join(said)) == len(said)
    assert rules_words.count_words(" – ".join(said)) == len(said)


@given(st.integers(0, 30), st.integers(0, 30))
def test_too_long_an_answer_says_how_long_it_is(has: int, most: int) -> None:
    found = rules_words.length_problems("word " * has, most)
    assert bool(found) == (0 < most < has)
    if found:
        assert f"{has} words" in found[0].message and str(has - most) in found[0].fix


def test_open_questions_are_a_warning() -> None:
    assert rules_words.unanswered_problems(0, 3) == []
    for number in (1, 2):
        (found,) = rules_words.unanswered_problems(number, 3)
        assert found.severity == "warning" and found.message.startswith(f"{number} of 3")


def test_a_story_needs_words_and_a_consent_that_was_given() -> None:
    assert rules_words.story_problems("A title", "Words", "", TODAY, "spoken", TODAY) == []
    wrong = rules_words.story_problems("", "", "x" * 81, date(2025, 7, 11), "guessed", TODAY)
    assert [one.rule for one in wrong] == [
        "title.missing", "words.missing", "story.theme", "consent.future", "consent.how",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [("Ada came. ADA went.", 2), ("Canada is far", 0), ("O’Neill’s shop", 1), ("Al and Li came", 0), ("", 0)],
)
def test_a_name_is_found_as_a_word_of_its_own(words: str, found: int) -> None:
    assert rules_words.names_in(words, ("Ada O’Neill", "Al", "")) == found


@pytest.mark.parametrize("words", ["Jose came", "Jose\u0301 came", "JOSÉ came", "Jo\u200bse came", "\u202eJosé came"])
def test_a_name_is_found_without_its_accent_and_with_signs_that_nobody_sees(words: str) -> None:
    assert rules_words.names_in(words, ("José",)) == 1


@pytest.mark.parametrize(("found", "checked", "says"), [(0, False, 0), (1, False, 1), (3, False, 1), (3, True, 0)])
def test_who_wrote_it_may_say_that_the_word_is_no_name(found: int, checked: bool, says: int) -> None:
    assert len(rules_words.name_problems(found, checked)) == says


@pytest.mark.parametrize(
    ("year", "held", "words", "rules"),
    [
        (2025, date(2025, 7, 1), "Needed", []),
        (2025, date(2025, 8, 1), " ", ["words.missing", "talk.future"]),
        (2024, date(2025, 7, 1), "Needed", ["talk.year"]),
    ],
)
def test_a_conversation_is_of_its_year_and_past(year: int, held: date, words: str, rules: list[str]) -> None:
    assert [one.rule for one in rules_words.talk_problems(year, held, words, TODAY)] == rules
