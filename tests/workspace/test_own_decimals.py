"""With how many decimals an organisation's own score is shown."""

import pytest

from cairn.interfaces.workspace.scales.own_forms import plan_of


@pytest.mark.parametrize(
    ("total", "blank", "decimals"), [("sum", 0, 0), ("sum", 1, 1), ("mean", 0, 1), ("each", 1, 0), ("sum", None, 0)]
)
def test_a_sum_in_which_a_blank_is_filled_is_shown_with_a_decimal(total: str, blank: int | None, decimals: int) -> None:
    names = ("label", "short_label", "about", "low_label", "high_label", "holder", "whose", "recall")
    said: dict[str, object] = dict.fromkeys(names, "") | {
        "low": 1, "high": 5, "better": "higher", "labels": {}, "bands": [], "total": total, "allow_blank": blank,
        "change": None, "raters": ["client"],
    }  # fmt: skip
    assert plan_of(said, 0, None).decimals == decimals
