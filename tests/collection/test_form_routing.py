"""When a column is asked, in words."""

import pytest

from cairn.collection.columns import columns_of
from cairn.collection.routing import _words, asked_words
from cairn.definitions import registry
from cairn.questionnaire.conditions import ALWAYS, All, Any, Condition, Equals, In, Not
from cairn.questionnaire.texts import Matches, Reads


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Equals("A", "Yes"), "A is Yes"), (In("A", ("1", "2")), "A is one of 1, 2"), (In("A", ("1",)), "A is 1"),
        (Any((Equals("A", "No"), Equals("B", "No"))), "A or B is No"),
        (Any((Equals("A", "No"), Equals("B", "Yes"))), "A is No or B is Yes"),
        (All((In("A", ("1",)), Any((Equals("B", "No"), Equals("C", "No"))))), "A is 1 and (B or C is No)"),
        (Not(Equals("A", "No")), "it is not so that A is No"), (Matches("A", "."), "A is answered"),
        (Reads("A", "number", 1), "A is 1 or more"), (Reads("A", "number", None, 5), "A is 5 or less"),
        (Reads("A", "number", 1, 5), "A is 1 to 5"), (Reads("A", "number"), "A is given"),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_words(condition: Condition, words: str) -> None:
    assert _words(condition, lambda name: name) == words


def test_what_is_always_asked_has_no_words_and_the_rest_of_every_form_has() -> None:
    for form in registry.all("form"):
        for column in columns_of(form):
            assert bool(asked_words(column, lambda name: name)) == (column.asked != ALWAYS)
