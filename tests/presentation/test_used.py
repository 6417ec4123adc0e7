"""What was done with data, as its provider reads it: a line for each place and day, and a sentence that counts them."""

from datetime import date
from itertools import count

from cairn.presentation import used
from cairn.returns.rules_feedback import Line
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


def words(low: float, high: float, mine: dict[str, float] | None) -> str:
    [strip] = used.strips([Line("needs_met", 1, 12, low, (low + high) / 2, high, None)], mine)
    return strip.words


def test_ones_own_figure_is_said_beside_the_citys_and_where_it_lies() -> None:
    half = "Half of 12 providers lie between about 10 and 20; the middle one is about 15."
    assert words(10, 20, {"needs_met": 7}) == f"{half} Yours is 7, below the middle half."
    assert words(10, 20, {"needs_met": 12}) == f"{half} Yours is 12, in the middle half."
    assert words(10, 20, {"needs_met": 40}) == f"{half} Yours is 40, above the middle half."
    assert words(10, 20, {}) == f"{half} Your return has none."
    assert words(10, 20, None) == half, "for whoever reads the city alone"
    assert words(10, 10, None) == "Half of 12 providers lie at about 10."
