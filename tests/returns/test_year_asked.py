"""A whole year asked for of many contracts, a round moved, and who is reminded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict
from cairn.contracts.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.returns import asking, calendar
from cairn.returns.actions import rounds
from cairn.returns.actions.rounds import NewRound, Year
from cairn.returns.models import Return, Round, RoundQuestion
from cairn.returns.rules_words import USUAL
from tests.conftest import Party
from tests.returns.conftest import QUARTER, Quarter, contract_of
from tests.returns.test_submitting import refused_rules, submit


def ask(quarter: Quarter, year: Year, *uids: str, by: Actor | None = None) -> Any:
    by = by or quarter.commissioner
    with scope.of(by):
        return rounds.add_year(by=by, contract_uids=uids or [str(quarter.contract.uid)], year=year)


def asked(quarter: Quarter) -> Sequence[Round]:
    with scope.of(quarter.commissioner):
        return list(Round.objects.order_by("contract_id", "observed_from_date", "kind"))


def test_a_year_is_asked_of_many_contracts_within_the_days_that_each_runs(quarter: Quarter) -> None:
    other = contract_of(quarter.commissioner, "E-2")
    done = ask(quarter, Year(2025), str(quarter.contract.uid), str(other.uid))
    # Both run in 2025 only, so there are three quarters; April to June of the first was asked for before.
    mine = [
        (row.kind, row.observed_from_date, row.observed_to_date) for row in done.items if row.contract_id == other.pk
    ]
    assert mine == [
        ("quarterly", date(2025, 4, 1), date(2025, 6, 30)), ("quarterly", date(2025, 7, 1), date(2025, 9, 30)),
        ("quarterly", date(2025, 10, 1), date(2025, 12, 31)), ("annual", date(2025, 4, 1), date(2025, 12, 31)),
    ]  # fmt: skip
    assert len(done.items) == 7 and "1 round was asked for already" in done.problems[0].message
    with scope.of(quarter.commissioner):
        assert Return.objects.count() == 8
        assert RoundQuestion.objects.count() == 2 * len(USUAL)


def test_the_same_year_is_not_asked_for_twice(quarter: Quarter) -> None:
    ask(quarter, Year(2025))
    before = len(asked(quarter))
    with pytest.raises(Refused) as again:
        ask(quarter, Year(2025))
    assert refused_rules(again) == ["round.twice"] and len(asked(quarter)) == before


def test_what_was_asked_for_meanwhile_is_a_conflict(quarter: Quarter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "_wanted", lambda chosen, year, taken: ([rounds._row(chosen[0], QUARTER)], 0))
    with pytest.raises(Conflict):
        ask(quarter, Year(2025))
    assert len(asked(quarter)) == 1


def test_bad_years_are_refused_with_all_that_is_wrong(quarter: Quarter) -> None:
    with pytest.raises(Refused) as wrong:
        ask(quarter, Year(1066, ()))
    assert refused_rules(wrong) == ["year.slip", "year.parts"]
    with pytest.raises(Refused, match="does not run"):
        ask(quarter, Year(2031))
    with scope.of(quarter.commissioner), pytest.raises(Refused, match="No contract"):
        rounds.add_year(by=quarter.commissioner, contract_uids=[], year=Year(2025))


def test_a_year_is_the_commissioners_to_ask(quarter: Quarter, westborough: Party) -> None:
    with pytest.raises(NotAllowed):
        ask(quarter, Year(2025), by=quarter.lead)
    with pytest.raises(NotFound):
        ask(quarter, Year(2025), by=westborough.contract_manager)


def test_the_questions_of_last_year_are_asked_again(quarter: Quarter) -> None:
    by = quarter.commissioner
    first = ask(quarter, Year(2024, ("annual",))).one
    with scope.of(by):
        RoundQuestion.objects.filter(round=first).exclude(head="training").delete()
    second = ask(quarter, Year(2025, ("annual",), questions="last")).one
    with scope.of(by):
        assert [row.head for row in asking.questions_of(second)] == ["training"]
        assert [one.head for one in asking.last_asked(second)] == ["training"] and asking.last_asked(first) == ()
    fresh = contract_of(by, "E-3")
    third = ask(quarter, Year(2025, ("annual",), questions="last"), str(fresh.uid)).one
    none = ask(quarter, Year(2024, ("annual",), questions="none"), str(fresh.uid)).one
    with scope.of(by):
        assert len(asking.questions_of(third)) == len(USUAL) and asking.questions_of(none) == []


def move(quarter: Quarter, to: NewRound, version: int | None = None) -> Any:
    by = quarter.commissioner
    with scope.of(by):
        uid = str(quarter.answer.round.uid)
        return rounds.change(by=by, round_uid=uid, to=to, version=version)


class TestMoving:
    def test_a_round_is_moved_until_its_return_is_sent(self, quarter: Quarter) -> None:
        later = replace(QUARTER, closes_date=date(2025, 8, 15))
        assert move(quarter, later).one.closes_date == date(2025, 8, 15)
        with pytest.raises(Conflict):
            move(quarter, QUARTER, version=0 if asked(quarter)[0].version else 9)
        submit(quarter)
        with pytest.raises(Refused) as sent:
            move(quarter, QUARTER)
        assert refused_rules(sent) == ["round.sent"] and asked(quarter)[0].closes_date == date(2025, 8, 15)

    def test_it_is_moved_to_sound_dates_only(self, quarter: Quarter) -> None:
        ask(quarter, Year(2025))
        summer = replace(
            QUARTER, observed_from_date=date(2025, 7, 1), observed_to_date=date(2025, 9, 30), opens_date=date(2025, 6, 1)
        )  # fmt: skip
        with pytest.raises(Refused) as wrong:
            move(quarter, summer)
        assert {"round.twice", "round.early"} <= set(refused_rules(wrong))

    def test_another_kind_is_unknown(self, quarter: Quarter) -> None:
        by = quarter.commissioner
        with scope.of(by), pytest.raises(Refused) as wrong:
            rounds.add(by=by, contract_uid=str(quarter.contract.uid), rounds=[replace(QUARTER, kind="weekly")])
        assert refused_rules(wrong) == ["round.kind"]

    def test_a_round_of_others_is_not_found(self, quarter: Quarter, westborough: Party) -> None:
        for by in (westborough.contract_manager, quarter.lead):
            with scope.of(by), pytest.raises(NotFound):
                asking.asked_round(by, str(quarter.answer.round.uid))


def at(day: date) -> Any:
    return clock.fixed(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def test_each_side_is_reminded_with_one_question_to_the_database(
    quarter: Quarter, django_assert_num_queries: Any
) -> None:
    other = contract_of(quarter.commissioner, "E-2")
    with scope.of(quarter.commissioner):
        rounds.add(by=quarter.commissioner, contract_uid=str(other.uid), rounds=[QUARTER])
    for day, what, stage in ((date(2025, 7, 24), "due", 7), (date(2025, 8, 2), "overdue", 0)):
        with at(day):
            with scope.of(quarter.lead), django_assert_num_queries(1):
                told = calendar.reminders(quarter.lead)
            with scope.of(quarter.commissioner), django_assert_num_queries(1):
                (together,) = calendar.reminders(quarter.commissioner)
        assert [(one.what, one.stage, one.number) for one in told] == [(what, stage, 1)] * 2
        assert (together.what, together.number, together.references) == (what, 2, ("E-1", "E-2"))


def test_what_was_sent_is_asked_after_no_more(quarter: Quarter, harbour: Party) -> None:
    submit(quarter)
    with at(date(2025, 8, 2)), scope.of(quarter.lead):
        assert calendar.reminders(quarter.lead) == ()
    worker = harbour.support_worker
    with scope.of(worker):
        assert calendar.reminders(worker) == ()
    with scope.of(quarter.commissioner):
        (one,) = calendar.dated(quarter.commissioner, "commissioner")
        assert (one.number, one.sent, calendar.references([one])) == (1, 1, 1)
        assert calendar.dated(quarter.commissioner, "commissioner", since=date(2025, 9, 1)) == ()
