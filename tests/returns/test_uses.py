"""A provider reads what was done with what it sent: by which surface, by whom, when; and what nobody has used."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from cairn.access import scope
from cairn.access.models import User
from cairn.access.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.returns import uses
from cairn.returns.actions import ratings, reopening, talk
from cairn.returns.actions import uses as telling
from cairn.returns.models import DataUse, DataUseOf
from cairn.returns.uses import FieldUses
from tests.conftest import Party
from tests.returns.conftest import NOW, Quarter
from tests.returns.test_submitting import decide, submit

SPRING = "2025-04-01..2025-06-30,quarterly"


def read(quarter: Quarter, by: Any = None) -> dict[str, FieldUses]:
    by = by or quarter.lead
    with scope.of(by):
        return {one.name: one for one in uses.of_return(by, quarter.uid)}


def looked(quarter: Quarter, **said: Any) -> None:
    by = quarter.commissioner
    with scope.of(by):
        uses.note(by, "dashboard", "totals", uses.newest_of(by, quarter.uid), **said)


def test_before_it_is_sent_there_is_nothing_to_use(quarter: Quarter) -> None:
    looked(quarter)
    assert read(quarter) == {} and not DataUse._base_manager.exists()


def test_what_is_used_whole_is_a_use_of_every_figure_and_of_no_field_of_people(
    agreement: Any, quarter: Quarter
) -> None:
    submit(quarter)
    looked(quarter)
    found = read(quarter)
    assert {"referrals_received", "needs_met", "gender", "ethnicity_group"} <= found.keys()
    assert all(len(one.uses) == (0 if one.is_of_people else 1) for one in found.values())
    use = found["needs_met"].uses[0]
    assert (use.kind, use.place, use.on, use.times) == ("dashboard", "totals", date(2025, 7, 10), 1)
    assert use.who == "Eastborough Council (contract manager)", "to the other side a person is what they are there"
    assert {one.name for one in uses.unused(found.values())} == {"gender", "ethnicity_group"}


def test_a_use_of_one_figure_by_a_field_stands_at_these_two(agreement: Any, quarter: Quarter) -> None:
    submit(quarter)
    looked(quarter, measures=["needs_met"], fields=["gender"])
    assert {name for name, one in read(quarter).items() if one.uses} == {"needs_met", "gender"}


def test_the_same_again_on_a_day_is_counted_and_on_the_next_day_is_another(quarter: Quarter) -> None:
    submit(quarter)
    for _ in range(3):
        looked(quarter)
    assert [use.times for use in read(quarter)["needs_met"].uses] == [3]
    with clock.fixed(NOW + timedelta(days=1)):
        looked(quarter)
    assert [use.times for use in read(quarter)["needs_met"].uses] == [1, 3]
    assert DataUseOf._base_manager.count() == 2


def test_only_what_was_asked_for_by_oneself_is_noted(quarter: Quarter, eastborough: Party) -> None:
    """A provider that reads its own return has not used what it shared."""
    submit(quarter)
    with scope.of(quarter.lead):
        uses.note(quarter.lead, "dashboard", "totals", uses.newest_of(quarter.lead, quarter.uid))
        uses.note(quarter.lead, "dashboard", "totals", [str(uuid4())])
    assert not DataUseOf._base_manager.exists()
    assert read(quarter)["needs_met"].uses == ()


def test_decisions_questions_and_colours_are_read_from_where_they_were_made(quarter: Quarter) -> None:
    submit(quarter)
    by = quarter.commissioner
    with scope.of(by):
        talk.query(by=by, answer_uid=quarter.uid, measure="needs_met", words="Why so few?")
        ratings.colour(by=by, answer_uid=quarter.uid, measure="needs_met", colour="amber", reason="Staff left.")
    decide(quarter)
    with scope.of(by):
        reopening.reopen(by=by, return_uid=quarter.uid, reason="Counted twice")
    submit(quarter)
    met, received = read(quarter)["needs_met"], read(quarter)["referrals_received"]
    assert [use.words for use in received.uses] == ["Accepted"]
    assert {use.words for use in met.uses} == {
        "Accepted", "Asked about: Why so few?", "Given a colour by hand: Staff left."
    }  # fmt: skip
    assert all(use.kind == "decision" and use.who == "Eastborough Council" for use in met.uses)
    assert met.count("decision") == 3 and met.count("report") == 0


def test_what_was_done_elsewhere_is_told_once_and_can_be_taken_back(quarter: Quarter) -> None:
    submit(quarter)
    by, said = quarter.commissioner, "Cabinet kept the money for befriending"
    uid = str(uuid4())
    told = {"kind": "decision", "words": said, "used_date": date(2025, 7, 9), "round_key": SPRING}
    with scope.of(by), pytest.raises(Refused) as refused:
        telling.tell(by=by, **told)  # nothing is accepted
    assert [one.rule for one in refused.value.problems] == ["use.round"]
    decide(quarter)
    with scope.of(by):
        for _ in range(2):
            made = telling.tell(by=by, **told, measures=["needs_met"], uid=uid).one
        assert str(made.uid) == uid and len(uses.told(by)) == 1
        one = uses.told(by)[0]
        assert (one.returns, one.providers, one.words, one.measures) == (1, 1, said, ("needs_met",))
    assert [use.words for use in read(quarter)["needs_met"].uses] == ["Accepted", said]
    assert [use.words for use in read(quarter)["referrals_received"].uses] == ["Accepted"]
    with scope.of(by):
        telling.take_back(by=by, use_uid=uid)
        assert uses.told(by) == ()
        with pytest.raises(NotFound):
            telling.take_back(by=by, use_uid=uid)
    assert [use.words for use in read(quarter)["needs_met"].uses] == ["Accepted"]


def test_all_that_is_wrong_with_what_is_told_is_said_at_once(quarter: Quarter) -> None:
    by = quarter.commissioner
    with scope.of(by), pytest.raises(Refused) as refused:
        telling.tell(by=by, kind="gossip", words=" ", used_date=date(2026, 1, 1), round_key="")
    assert {one.field for one in refused.value.problems} == {"words", "kind", "used_date", "round"}


def test_a_publication_says_where_it_can_be_read(quarter: Quarter) -> None:
    submit(quarter)
    decide(quarter)
    by, place = quarter.commissioner, "Annual report on prevention, page 12"
    told = {"kind": "publication", "words": "How many were reached", "used_date": date(2025, 7, 9), "round_key": SPRING}
    with scope.of(by):
        with pytest.raises(Refused) as refused:
            telling.tell(by=by, **told, link="javascript:alert(1)")
        assert [one.rule for one in refused.value.problems] == ["use.where", "use.link"]
        with pytest.raises(Refused):
            telling.tell(by=by, **told, where=place, contract=str(uuid4()))
        telling.tell(
            by=by, **told, where=place, link="https://reports.example/prevention", contract=str(quarter.contract.uid)
        )
        assert [(one.where, one.returns) for one in uses.told(by)] == [(place, 1)]
    use = read(quarter)["needs_met"].uses[-1]
    assert (use.kind, use.where, use.link) == ("publication", place, "https://reports.example/prevention")


def test_a_cross_tab_draws_on_the_accepted_returns_that_carry_its_figure(quarter: Quarter) -> None:
    by, year = quarter.commissioner, Period.parse("2025")
    submit(quarter)
    with scope.of(by):
        assert uses.carrying(by, "needs_met", year) == []
    decide(quarter)
    with scope.of(by):
        assert uses.carrying(by, "needs_met", year) == uses.newest_of(by, quarter.uid)
        assert uses.carrying(by, "small_steps", year) == []
        assert uses.carrying(by, "needs_met", Period.parse("2024")) == []


def test_the_commissioners_own_side_reads_who_it_was(quarter: Quarter) -> None:
    submit(quarter)
    looked(quarter)
    name = User.objects.get(uid=quarter.commissioner.uid).name
    assert read(quarter, quarter.commissioner)["needs_met"].uses[0].who == name
