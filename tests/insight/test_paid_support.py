"""Who was seen under a contract before: stretches of paid support, held to a count of single days in plain Python."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.cases.actions import episodes
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.extracts import funding, paid
from cairn.cases.extracts.wide import EpisodeFacts
from cairn.cases.models import EpisodeFunding
from tests.cases.conftest import Ground, open_episode
from tests.conftest import Party
from tests.contracts.conftest import a_contract
from tests.insight.test_extracts import paid_by, rows, value
from tests.thorough import examples

FIRST = date(2025, 1, 1)
LAST = 40


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def an_episode(client: int, start: int, end: int, spans: list[tuple[str | None, int, int]]) -> EpisodeFacts:
    told = tuple(funding.Span(contract, day(first), day(last)) for contract, first, last in spans)
    none = (None, None, None)
    return EpisodeFacts(f"{client} {start} {end}", client, 1, day(start), day(end), "", "", none, none, told)


number = st.integers(0, LAST)
pair = st.tuples(number, number).map(lambda two: (min(two), max(two)))
a_span = st.tuples(st.sampled_from(["A", "B", None]), pair).map(lambda one: (one[0], *one[1]))
histories = st.lists(st.tuples(st.integers(1, 2), pair, st.lists(a_span, max_size=3)), max_size=4)


@settings(max_examples=examples(150), deadline=None)
@given(histories)
def test_stretches_and_what_came_before_are_those_of_a_count_of_days(history: list[Any]) -> None:
    told = {pk: an_episode(client, *days, spans) for pk, (client, days, spans) in enumerate(history)}
    on: dict[tuple[int, str], set[int]] = defaultdict(set)  # days paid for, by episode and contract
    for pk, (_, (start, end), spans) in enumerate(history):
        for contract, first, last in spans:
            if contract:
                on[pk, contract] |= {n for n in range(first, last + 1) if start <= n <= end}
    expected = set()
    for (pk, contract), days in on.items():
        client = told[pk].client
        ever = {
            n for (other, mine), seen in on.items() if mine == contract and told[other].client == client for n in seen
        }
        for first in (n for n in days if n - 1 not in days):
            last = next(n for n in range(first, LAST + 2) if n + 1 not in days)
            expected.add((pk, contract, day(first), day(last), min(ever) < first))

    found = [(pk, span.contract, span.start, span.end, again) for pk, span, again in paid.told(told)]

    assert len(found) == len(expected)
    assert set(found) == expected


def ended(ground: Ground, episode: Any, day: date) -> None:
    closing = EpisodeClosing(episode_uid=str(episode.uid), end_date=day, closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[closing])


def test_who_comes_back_is_repeat_under_the_contract_that_saw_them_and_under_no_other(
    ground: Ground, eastborough: Party
) -> None:
    first, second = (a_contract(eastborough.contract_manager, reference=r) for r in ("E-1", "E-2"))
    before = open_episode(ground)
    ended(ground, before, date(2025, 4, 20))
    again, other = open_episode(ground, start=date(2025, 5, 1)), open_episode(ground, ground.bashir)
    EpisodeFunding.objects.all().delete()
    paid_by(before, first, date(2025, 4, 7))
    paid_by(again, first, date(2025, 5, 1), date(2025, 5, 31))
    paid_by(again, second, date(2025, 6, 1))
    paid_by(other, first, date(2025, 4, 7))

    [anwens] = [row for row in rows(ground, "paid_support", ground.anwen) if row["is_repeat"]]

    assert (anwens["start_date"], anwens["end_date"], anwens["contracts"]) == (
        date(2025, 5, 1), date(2025, 5, 31), [str(first.uid)],
    )  # fmt: skip
    assert [value(ground, "people_repeat", contract=str(one.uid)) for one in (first, second)] == [1, 0]
    assert value(ground, "people_supported", contract=str(first.uid)) == 2


def test_a_gap_within_one_episode_is_an_end_and_days_that_touch_are_none(ground: Ground, eastborough: Party) -> None:
    contract = a_contract(eastborough.contract_manager)
    gap, whole = open_episode(ground), open_episode(ground, ground.bashir)
    EpisodeFunding.objects.all().delete()
    for episode, back in ((gap, date(2025, 5, 10)), (whole, date(2025, 5, 1))):
        paid_by(episode, contract, date(2025, 4, 7), date(2025, 4, 30))
        paid_by(episode, contract, back)

    assert [row["is_repeat"] for row in rows(ground, "paid_support", ground.anwen)] == [False, True]
    assert [row["is_repeat"] for row in rows(ground, "paid_support", ground.bashir)] == [False]
    assert value(ground, "people_repeat", contract=str(contract.uid)) == 1
