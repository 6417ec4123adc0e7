"""Each shipped measure as its file says it, over tiny tables, and held to a reading in plain Python over random ones."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.insight import asking
from cairn.insight.measures import compiling
from cairn.insight.measures.shape import question
from cairn.insight.results import FigureRow
from cairn.kernel.periods import Period
from tests.insight import facts
from tests.insight.facts import Fact, asked_of, fact
from tests.thorough import examples

Q2 = Period.parse("2025-Q2")
A, B = "a" * 36, "b" * 36


def measure(id: str) -> Measure:
    return registry.get("measure", id)


def figures(id: str, rows: list[Fact], by: tuple[str, ...] = (), **where: Any) -> dict[tuple[str, ...], FigureRow]:
    asked = asked_of(measure(id), rows)
    return {row.codes: row for row in asking.figures(asked, question(Q2, by, where))}


def whole(id: str, rows: list[Fact], **where: Any) -> FigureRow:
    return figures(id, rows, **where)[()]


def referral(number: int, state: str, day: date = date(2025, 5, 1), **values: Any) -> Fact:
    return fact("referral", number, direction="in", state=state, received_date=day, **values)


def test_referrals_received_are_accepted_unsuccessful_withdrawn_and_pending_together() -> None:
    rows = [referral(n, s) for n, s in enumerate(["accepted"] * 3 + ["unsuccessful"] * 2 + ["withdrawn", "pending"])]
    rows += [
        referral(90, "accepted", date(2025, 3, 31)),
        fact("referral", 91, direction="out", received_date=date(2025, 5, 1)),
    ]

    parts = [whole(f"referrals_{s}", rows).value for s in ("accepted", "unsuccessful", "withdrawn", "pending")]

    assert parts == [3, 2, 1, 1]
    assert whole("referrals_received", rows).value == 7


def test_who_was_refused_is_a_share_of_those_decided_and_waits_are_means() -> None:
    rows = [
        referral(n, s, gender="man")
        for n, s in enumerate(["accepted"] * 3 + ["unsuccessful"] + ["withdrawn", "pending"])
    ]
    rows += [
        referral(10, "unsuccessful", gender="woman", days_to_contact=4),
        referral(11, "pending", days_to_contact=7),
    ]
    found = figures("referrals_unsuccessful_share", rows, ("gender",))
    assert {codes[0]: (row.numerator, row.n) for codes, row in found.items() if codes[0]} == {
        "man": (1, 4),
        "woman": (1, 1),
    }
    waited = whole("days_to_first_contact", rows)
    assert (waited.n, waited.value) == (2, 5.5)


def test_unsuccessful_referrals_by_reason() -> None:
    rows = [
        referral(n, "unsuccessful", unsuccessful_reason=r) for n, r in enumerate(["declined", "declined", "ineligible"])
    ]

    found = figures("referrals_unsuccessful", rows, ("unsuccessful_reason",))

    assert {codes: row.value for codes, row in found.items()} == {("declined",): 2, ("ineligible",): 1}


def test_the_share_accepted_leaves_out_the_undecided_and_says_so() -> None:
    rows = [referral(n, s) for n, s in enumerate(["accepted"] * 3 + ["unsuccessful"] + ["withdrawn"] * 2 + ["pending"])]
    asked = asked_of(measure("referrals_accepted_share"), rows)

    [row] = asking.figures(asked, question(Q2))
    counts, words = asking.left_out(asked, question(Q2))

    assert (row.numerator, row.denominator, row.value, row.n) == (3, 4, 0.75, 4)
    assert row.low == pytest.approx(0.300642, abs=1e-6)  # Wilson for 3 of 4
    assert row.high == pytest.approx(0.954413, abs=1e-6)
    assert counts == {"pending": 1, "withdrawn": 2}
    assert words["pending"] == "Not yet decided"


def test_a_share_of_nobody_has_no_value_and_says_why() -> None:
    row = whole("referrals_accepted_share", [])

    assert (row.n, row.value, row.low, row.reason) == (0, None, None, "Nobody was counted.")


def episode(number: int, start: date, end: date | None = None, **values: Any) -> Fact:
    return fact("episode", number, start_date=start, end_date=end, **values)


def test_people_supported_are_counted_once_however_many_episodes_were_open() -> None:
    rows = [
        episode(1, date(2024, 1, 1), None, person="ada"),
        episode(2, date(2025, 6, 30), None, person="ada"),
        episode(3, date(2024, 1, 1), date(2025, 4, 1), person="ben"),
        episode(4, date(2024, 1, 1), date(2025, 3, 31), person="cat"),
        episode(5, date(2025, 7, 1), None, person="dan"),
    ]

    assert whole("people_supported", rows).value == 2


def test_people_new_are_those_whose_first_episode_starts_in_the_period() -> None:
    rows = [
        episode(1, date(2025, 4, 1), person="ada", is_new=True),
        episode(2, date(2025, 4, 2), person="ben", is_new=False),
        episode(3, date(2025, 3, 31), person="cat", is_new=True),
    ]

    assert whole("people_new", rows).value == 1


def test_of_what_ended_the_share_that_was_planned_leaves_out_what_nobody_knows() -> None:
    ended = [("planned", 5), ("planned", 6), ("unplanned", 5), ("not_known", 5), ("planned", 8)]
    rows = [
        episode(number, date(2025, 1, 1), date(2025, month, 1), closure_planned=planned, closure_reason="other")
        for number, (planned, month) in enumerate(ended)
    ]
    rows.append(episode(9, date(2025, 1, 1)))
    share = whole("closures_planned_share", rows)
    assert (share.numerator, share.denominator, share.n) == (2, 3, 3)
    assert whole("closures", rows).value == 4


def test_a_stretch_that_is_open_in_several_quarters_is_in_each() -> None:
    rows = [episode(1, date(2025, 2, 1), None, person="ada"), episode(2, date(2025, 5, 1), None, person="ben")]
    asked = asked_of(measure("people_supported"), rows)

    found = asking.figures(asked, question(Period.parse("2025"), ("quarter",)))

    assert {row.codes[0]: row.value for row in found} == {"2025-Q1": 1, "2025-Q2": 2, "2025-Q3": 2, "2025-Q4": 2}


def test_a_person_under_two_contracts_counts_once_in_each_and_once_in_all() -> None:
    rows = [
        episode(1, date(2025, 4, 1), person="ada", contracts=[A], contract_spans=[f"{A} 2025-04-01 9999-12-31"]),
        episode(2, date(2025, 5, 1), person="ada", contracts=[B], contract_spans=[f"{B} 2025-05-01 9999-12-31"]),
    ]

    assert whole("people_supported", rows).value == 1
    assert whole("people_supported", rows, contract=A).value == 1
    assert whole("people_supported", rows, contract=B).value == 1
    assert whole("people_supported", rows, contract=[A, B]).value == 1
    by_contract = figures("people_supported", rows, ("contract",))
    assert {codes[0]: row.value for codes, row in by_contract.items()} == {A: 1, B: 1}


def test_an_open_episode_counts_for_a_contract_only_while_it_pays() -> None:
    rows = [
        episode(
            1,
            date(2024, 1, 1),
            contracts=[A],
            contract_spans=[f"{A} 2024-01-01 2025-03-31", f"{B} 2025-04-01 2025-12-31"],
        )
    ]

    assert whole("people_supported", rows, contract=A).value == 0
    assert whole("people_supported", rows, contract=B).value == 1


def test_needs_presented_part_met_and_met_each_on_their_own_date() -> None:
    rows = [
        fact("need", 1, presented_date=date(2025, 1, 1), part_met_date=date(2025, 4, 1), met_date=date(2025, 6, 30)),
        fact("need", 2, presented_date=date(2025, 6, 30)),
        fact("need", 3, presented_date=date(2025, 5, 1), part_met_date=date(2025, 7, 1)),
    ]

    assert [whole(f"needs_{m}", rows).value for m in ("presented", "part_met", "met")] == [2, 1, 1]


def test_steps_count_when_first_reached_and_people_once() -> None:
    rows = [
        fact("step", 1, reached_date=date(2025, 4, 1), is_first=True, person="ada", rung="r1"),
        fact("step", 2, reached_date=date(2025, 5, 1), is_first=True, person="ada", rung="r2"),
        fact("step", 3, reached_date=date(2025, 5, 1), is_first=False, person="ben", rung="r1"),
        fact("step", 4, reached_date=date(2025, 3, 1), is_first=True, person="ben", rung="r1"),
    ]

    assert whole("steps_reached", rows).value == 2
    assert whole("people_reaching_a_step", rows).value == 1
    assert figures("steps_reached", rows, ("rung",))[("r2",)].value == 1


def pair(number: int, second: date, change: float | None, episode: str = "", **values: Any) -> Fact:
    score = None if change is None else 20.0 + change
    first = {"first_score": 20.0, "first_date": date(2025, 1, 1)}
    own = {
        "scale": "swemwbs",
        "episode": episode or f"e{number}",
        "second_date": second,
        "second_score": score,
        "change": change,
    }
    return fact("assessment_pair", number, **{**first, **own, **values})


def test_change_in_wellbeing_is_from_the_first_reading_to_the_latest_in_the_period() -> None:
    rows = [
        pair(1, date(2025, 4, 1), 1.0, "e1"),
        pair(2, date(2025, 6, 1), 2.5, "e1"),
        pair(3, date(2025, 7, 1), 9.0, "e1"),
        pair(4, date(2025, 5, 1), 4.5, "e2"),
        pair(5, date(2025, 5, 1), 2.0, "e3"),
        pair(6, date(2025, 5, 1), None, "e4"),
        pair(7, date(2025, 5, 1), None, "e5", first_score=None, second_score=21.0, baseline_missing_reason="crisis"),
        pair(8, date(2025, 5, 1), 7.0, "e6", scale="wemwbs"),
    ]
    asked = asked_of(measure("swemwbs_change"), rows)

    [row] = asking.figures(asked, question(Q2))
    counts, _ = asking.left_out(asked, question(Q2))

    assert (row.n, row.value) == (3, 3.0)
    assert row.low == pytest.approx(3.0 - 3.2862, abs=1e-4)  # t(2) 4.30265 x 1.32288 / sqrt(3)
    assert counts == {"no_score": 1, "no_baseline/crisis": 1}


def test_one_reading_has_no_interval() -> None:
    row = whole("swemwbs_change", [pair(1, date(2025, 4, 1), 1.5)])

    assert (row.n, row.value, row.low, row.reason) == (1, 1.5, None, "One reading has no interval.")


def test_contacts_are_attendances_and_heads_are_summed_apart() -> None:
    came = [
        fact("attendance", n, activity_date=date(2025, 5, 1), state=s)
        for n, s in enumerate(["attended", "attended", "did_not_attend"])
    ]
    heads = [fact("headcount", n, activity_date=date(2025, 5, n), heads=n) for n in (7, 12)]

    assert whole("contacts", came).value == 2
    row = whole("group_heads", heads)
    assert (row.n, row.value) == (2, 19)
    assert isinstance(row.value, int)


def test_missing_answers_are_groups_of_their_own() -> None:
    rows = [referral(n, "accepted", gender=g) for n, g in enumerate(["woman", "refused", "not_asked", "refused"])]

    found = figures("referrals_accepted", rows, ("gender",))

    assert {codes[0]: row.n for codes, row in found.items()} == {"woman": 1, "refused": 2, "not_asked": 1}


def test_a_measure_is_compiled_once_for_a_shape() -> None:
    one = asked_of(measure("contacts"), [])
    compiling.figures_text.cache_clear()

    for contract in (A, B):
        asking.figures(one, question(Q2, ("gender",), {"contract": contract}))
        asking.figures(one, question(Period.parse("2024"), ("gender",), {"contract": contract}))

    assert compiling.figures_text.cache_info().misses == 1


def test_a_value_is_never_text_of_the_query() -> None:
    rows = [referral(1, "accepted", gender="it's; DROP TABLE referral --")]

    assert whole("referrals_accepted", rows, gender="it's; DROP TABLE referral --").value == 1


# --- every measure, over random rows ---

day = st.integers(0, 400).map(lambda n: date(2024, 10, 1) + timedelta(days=n))
codes = st.sampled_from(["woman", "man", "refused"])
paid = st.lists(st.sampled_from([A, B]), unique=True, max_size=2)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "date": st.none() | day,
    "float": st.none() | st.integers(0, 40).map(lambda n: n / 4),
    "int": st.integers(0, 30),
    "bool": st.booleans(),
}
ONE_OF = {
    "direction": ["in", "in", "in", "out"],
    "state": ["accepted", "pending", "withdrawn", "unsuccessful", "attended", "did_not_attend"],
    "scale": ["swemwbs", "swemwbs", "wemwbs", "lifesat", "ons4"],
    "of": ["metric", "total", "total", "satisfied", "anxious"],
    "line": ["l1", "l2", "l3"],
    "outcome": ["prevention-first/maximised_income", "prevention-first/healthier_lifestyles"],
    "pair_state": ["compared", "compared", "only_first", "no_baseline", "blank"],
    "verdict": ["improved", "same", "worse", None],
    "band": [None, "swemwbs/1/norms/0", "swemwbs/1/norms/1"],
    "stage": ["start", "review"],
    "episode": ["e1", "e2", "e3"],
    "person": ["p1", "p2", "p3", "p4"],
    "gender": ["woman", "man", "refused"],
    "unsuccessful_reason": [None, "declined"],
    "group": ["g1", "g2", "g3"],
    "ward": ["w1", "w2", None],
    "sample_of": ["attendance", "easy_to_come", "feel_better"],
    "check_item": ["constitution", "insurance", "bank_account", "safeguarding"],
    "check_kind": ["policy", "money"],
    "application_decision": [None, "awarded", "turned_down"],
    "baseline_missing_reason": [None, "crisis"],
}


@st.composite
def random_fact(draw: st.DrawFn, table: str, number: int) -> Fact:
    values: dict[str, Any] = {}
    for column in facts.BY_TABLE[table].columns:
        if column.name in ONE_OF and column.type == "string":
            values[column.name] = draw(st.sampled_from(ONE_OF[column.name]))
        elif column.type in KINDS:
            values[column.name] = draw(KINDS[column.type])
    values["contracts"] = sorted(draw(paid))
    if "contract_spans" in {column.name for column in facts.BY_TABLE[table].columns}:
        values["contract_spans"] = [f"{c} {draw(day)} {draw(day)}" for c in values["contracts"]]
    return fact(table, number, **values)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Measure, list[Fact], Period, str, tuple[str, ...]]:
    chosen = draw(st.sampled_from(registry.all("measure")))
    rows = [draw(random_fact(chosen.table, n)) for n in range(draw(st.integers(0, 12)))]
    every = ("gender", "service", "unsuccessful_reason", "outcome", "scale", "verdict", "band", "stage", "ward")
    dims = [name for name in every if name in chosen.may_group_by]
    by = tuple(draw(st.lists(st.sampled_from(dims), unique=True, max_size=2)))
    period = draw(st.sampled_from([Q2, Period.parse("2025"), Period.parse("2024-10-10..2025-05-31")]))
    return chosen, rows, period, draw(st.sampled_from(["", A, B])), by


@settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_the_mart_reads_every_measure_as_plain_python_does(
    case: tuple[Measure, list[Fact], Period, str, tuple[str, ...]],
) -> None:
    chosen, rows, period, contract, by = case
    asked = asked_of(chosen, rows)
    ask = question(period, by, {"contract": contract} if contract else {})
    kept, left = facts.counted(chosen, rows, period, contract)

    found = {row.codes: (row.n, row.value) for row in asking.figures(asked, ask)}
    groups = facts.grouped(kept, by) if by else {(): kept}

    assert found == {codes: pytest.approx(facts.value(chosen, group)) for codes, group in groups.items()}
    assert asking.left_out(asked, ask)[0] == left
    assert [f.fact_uid for f in asking.facts(asked, question(period, (), ask.where))] == [
        row["uid"] for row in sorted(kept, key=lambda row: (row[chosen.period_date], row["uid"]))
    ]
