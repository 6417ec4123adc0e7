"""A figure is hidden where its own count is small, and where too few people are behind it, however many their records."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.insight.disclosure import Audience, Key
from cairn.insight.protecting import Behind, protect
from cairn.insight.results import TOTAL, FigureRow
from cairn.insight.shared import _other_shares
from tests.thorough import examples

COMMISSIONER = Audience("commissioner", 4)
DIMENSIONS = (("gender", ("man", "woman")), ("need", ("debt", "home")))


def rows(values: dict[Key, int]) -> dict[Key, FigureRow]:
    """Counts of records, with every margin."""
    found: dict[Key, int] = {}
    for (gender, need), n in values.items():
        for key in ((gender, need), (gender, TOTAL), (TOTAL, need), (TOTAL, TOTAL)):
            found[key] = found.get(key, 0) + n
    return {key: FigureRow(key, n, n, None, n) for key, n in found.items()}


RECORDS = {("man", "debt"): 30, ("man", "home"): 30, ("woman", "debt"): 30, ("woman", "home"): 30}


def behind(few: int) -> Behind:
    each = {("man", "debt"): few, ("man", "home"): 20, ("woman", "debt"): 20, ("woman", "home"): 20}
    margins = {
        ("man", TOTAL): 20 + few,
        ("woman", TOTAL): 40,
        (TOTAL, "debt"): 20 + few,
        (TOTAL, "home"): 40,
        (TOTAL, TOTAL): 60 + few,
    }
    return Behind(each, {**each, **margins})


def test_thirty_records_of_two_people_are_hidden() -> None:
    safe = protect("count", DIMENSIONS, rows(RECORDS), behind(2), COMMISSIONER)

    assert safe.rows["man", "debt"].suppressed
    assert safe.hidden == 4, "the four cells protect each other; totals may be shown"
    assert safe.rows[TOTAL, TOTAL].value == 120
    assert "2" not in safe.rows["man", "debt"].reason


def test_thirty_records_of_twenty_people_are_shown() -> None:
    assert protect("count", DIMENSIONS, rows(RECORDS), behind(20), COMMISSIONER).hidden == 0


def test_a_share_is_hidden_where_those_reached_or_the_rest_are_few() -> None:
    reached = {("man", "debt"): 2, ("man", "home"): 12, ("woman", "debt"): 15, ("woman", "home"): 14}
    of, counts = rows(RECORDS), rows(reached)
    shares = {key: FigureRow(key, of[key].n, counts[key].n, of[key].n, 0.4, 0.2, 0.6) for key in of}

    safe = protect("share", DIMENSIONS, shares, behind(20), COMMISSIONER)

    few = safe.rows["man", "debt"]
    assert (few.suppressed, few.numerator, few.denominator, few.value) == (True, None, None, None)
    assert 1 < safe.hidden < 9


def test_a_mean_is_hidden_wherever_its_n_is() -> None:
    figures = {
        key: FigureRow(key, row.n, None, None, 2.5, 1.0, 4.0)
        for key, row in rows({**RECORDS, ("man", "debt"): 3}).items()
    }

    safe = protect("paired_change", DIMENSIONS, figures, behind(3), COMMISSIONER)

    hidden = safe.rows["man", "debt"]
    assert (hidden.n, hidden.value, hidden.low, hidden.high) == (None, None, None, None)
    assert safe.rows["woman", "home"].value == 2.5 or safe.rows["woman", "home"].suppressed


def test_where_a_margin_has_few_people_who_are_in_many_cells_all_is_hidden() -> None:
    """Three people, each in every cell of a line: the cells show it only by what they hide."""
    wide = (("need", tuple(f"n{at}" for at in range(8))),)
    figures = {(f"n{at}",): FigureRow((f"n{at}",), 9, 9, None, 9) for at in range(8)} | {
        (TOTAL,): FigureRow((TOTAL,), 72, 72, None, 72)
    }
    each = {(f"n{at}",): 3 for at in range(8)} | {(TOTAL,): 3}

    safe = protect("count", wide, figures, Behind({("n0",): 3}, each), COMMISSIONER)

    assert all(row.suppressed for row in safe.rows.values())


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=4, max_size=4),
    st.lists(st.integers(0, 12), min_size=4, max_size=4),
    st.integers(1, 7),
)
def test_no_shown_figure_rests_on_few_people(records: list[int], people: list[int], threshold: int) -> None:
    keys = list(RECORDS)
    each = {key: min(n, r) for key, n, r in zip(keys, people, records, strict=True)}
    margins = {key: row.n or 0 for key, row in rows(each).items()}

    safe = protect(
        "count",
        DIMENSIONS,
        rows(dict(zip(keys, records, strict=True))),
        Behind(each, margins),
        Audience("x", threshold),
    )

    assert not [key for key, row in safe.rows.items() if not row.suppressed and 0 < margins.get(key, 0) <= threshold]
    for gender in ("man", "woman", TOTAL):
        assert sum(safe.rows[gender, need].suppressed for need in ("debt", "home", TOTAL)) != 1


def test_what_another_share_of_the_same_whole_hides_is_hidden_here_too() -> None:
    """40 compared: 3 improved, 20 stayed, 17 got worse. Whoever sees the last two and the whole knows the first."""
    whole = [registry.get("measure", f"outcome_{word}_share") for word in ("improved", "same", "worse")]
    for one in whole:
        assert {other.id for other in _other_shares(one)} == {other.id for other in whole} - {one.id}
    assert _other_shares(registry.get("measure", "outcomes_reached_share")) == []
    dimensions = (("gender", ("f", "m")),)
    counts = {("f",): 40, ("m",): 60, (TOTAL,): 100}
    figures = {key: FigureRow(key, n, n // 2, n, 0.5) for key, n in counts.items()}
    assert protect("share", dimensions, figures, None, COMMISSIONER).hidden == 0
    safe = protect("share", dimensions, figures, None, COMMISSIONER, also=[("f",), ("m",)])
    assert {key for key, row in safe.rows.items() if row.suppressed} == {("f",), ("m",)} and safe.hidden == 2
