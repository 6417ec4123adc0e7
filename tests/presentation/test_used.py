"""What was done with data, as its provider reads it: a line for each place and day, and a sentence that counts them."""

from datetime import date
from itertools import count

from cairn.presentation import used
from cairn.returns.uses import FieldUses, Used

NUMBERS = count()


def use(kind: str, place: str, on: int = 1, times: int = 1, words: str = "") -> Used:
    return Used(str(next(NUMBERS)), kind, place, words, "A city", date(2026, 4, on), times, ("needs_met",), ())


def test_looking_at_several_versions_on_one_day_is_one_line_and_one_day() -> None:
    looks = [use("dashboard", "return_page"), use("dashboard", "return_page", times=3), use("dashboard", "crosstab")]
    [row] = used.rows([FieldUses("needs_met", "Needs met", False, (*looks, use("dashboard", "crosstab", on=2)))])
    assert [(one.place, one.on.day, one.times) for one in row.of.uses] == [
        ("return_page", 1, 4), ("crosstab", 1, 1), ("crosstab", 2, 1),
    ]  # fmt: skip
    assert row.sentence == "2 days on screen."


def test_each_decision_stays_and_each_file_counts() -> None:
    same = [
        use("decision", "return_page", words="Sent back: check it."),
        use("decision", "return_page", words="Sent back: check it."),
    ]
    [row] = used.rows([FieldUses("needs_met", "Needs met", False, (*same, use("download", "crosstab", times=2)))])
    assert row.sentence == "2 decisions, 2 files taken out."
    assert used.rows([FieldUses("needs_met", "Needs met", False, ())])[0].sentence == "Nobody has used it yet."
