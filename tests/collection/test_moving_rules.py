"""Which answers come along when a form moves to other columns: those whose question and words are the same."""

from hypothesis import given
from hypothesis import strategies as st

from cairn.collection.columns import Answer, FormColumn
from cairn.collection.rules_moving import moved, told
from cairn.questionnaire.conditions import Equals

YES_NO = (Answer("Yes", "Yes"), Answer("No", "No"))


def column(name: str, label: str = "Asked?", choices: tuple[Answer, ...] = YES_NO, **more: object) -> FormColumn:
    return FormColumn(name, label, label, "one" if choices else "text", "s", "field", choices, **more)  # type: ignore[arg-type]


def test_the_same_question_and_words_come_along_and_all_else_is_set_aside() -> None:
    old = [column("same"), column("reworded"), column("recoded"), column("gone"), column("free", choices=())]
    new = [
        column("same"), column("reworded", "Otherwise asked?"), column("recoded", choices=(Answer("Yes", "Agreed"),)),
        column("free", choices=()),
    ]  # fmt: skip
    answers = {"same": "No", "reworded": "Yes", "recoded": "Yes", "gone": "No", "free": "A word"}
    found = moved(old, new, answers)
    assert found.answers == {"same": "No", "free": "A word"}
    assert [(one["column"], one["answer"]) for one in found.aside] == [
        ("reworded", "Yes"),
        ("recoded", "Yes"),
        ("gone", "No"),
    ]
    back = moved(new, old, found.answers, found.aside)
    assert back.answers == answers and back.aside == []


def test_what_is_not_asked_any_more_is_set_aside_and_not_lost() -> None:
    old = [column("need"), column("then")]
    new = [column("need"), column("then", asked=Equals("need", "Yes"))]
    found = moved(old, new, {"need": "No", "then": "Yes"})
    assert found.answers == {"need": "No"} and [one["column"] for one in found.aside] == ["then"]


def test_what_was_answered_since_stands_before_what_was_set_aside() -> None:
    one = column("same")
    found = moved([one], [one], {"same": "No"}, [told(one, "Yes")])
    assert found.answers == {"same": "No"} and [one["text"] for one in found.aside] == ["Yes"]


def test_each_of_several_codes_must_say_the_same() -> None:
    several = FormColumn("many", "Which?", "Which?", "many", "s", "field", (Answer("a", "A"), Answer("b", "B")))
    other = FormColumn("many", "Which?", "Which?", "many", "s", "field", (Answer("a", "A"), Answer("b", "Bee")))
    assert moved([several], [other], {"many": "a"}).answers == {"many": "a"}
    assert moved([several], [other], {"many": "a; b"}).answers == {}


@given(
    st.dictionaries(st.sampled_from("abc"), st.sampled_from(["Yes", "No"])),
    st.lists(st.sampled_from("abc"), unique=True), st.sampled_from(["Asked?", "Otherwise?"]),
)  # fmt: skip
def test_nothing_is_lost_and_the_way_back_brings_all(answers: dict[str, str], names: list[str], label: str) -> None:
    old, new = [column(name) for name in "abc"], [column(name, label) for name in names]
    there = moved(old, new, answers)
    assert there.answers.items() | {(one["column"], one["text"]) for one in there.aside} == answers.items()
    back = moved(new, old, there.answers, there.aside)
    assert back.answers == answers and back.aside == []
