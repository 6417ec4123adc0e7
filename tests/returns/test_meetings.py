"""A review meeting: written down by the commissioner, read by both, each side ticking its own."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from cairn.access import scope
from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict
from cairn.contracts.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.returns import meetings as reading
from cairn.returns.actions import meetings
from cairn.returns.meetings import NewAction, meeting_problems
from tests.conftest import Party
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import refused_rules

HELD = date(2025, 7, 1)
ACTIONS = (NewAction("Send the plan", "provider", date(2025, 7, 5)), NewAction("Look at the target", "commissioner"))


def held(quarter: Quarter, **more: Any) -> str:
    said = {"held_date": HELD, "notes": "Went through it.", "actions": ACTIONS, **more}
    with scope.of(quarter.commissioner):
        row = meetings.hold(by=quarter.commissioner, contract_uid=str(quarter.contract.uid), **said).one
    return str(row.uid)


def tick(by: Actor, uid: str, place: int, **more: Any) -> None:
    with scope.of(by):
        meetings.tick(by=by, meeting_uid=uid, place=place, **more)


def test_both_sides_read_it_and_tick_their_own(quarter: Quarter) -> None:
    uid = held(quarter, answer_uid=quarter.uid)
    with scope.of(quarter.lead):
        (one,) = reading.listing(quarter.lead)
        assert (one.notes, one.round_name, one.side) == ("Went through it.", "Spring", "provider")
        assert [each.is_overdue for each in one.actions] == [True, False]
        assert [each.action.words for each in reading.owed(quarter.lead)] == ["Send the plan"]
        assert len(reading.owed(quarter.lead, "all")) == 2
    with pytest.raises(Refused) as refused:
        tick(quarter.commissioner, uid, 0)
    assert refused_rules(refused) == ["action.side"]
    tick(quarter.lead, uid, 0)
    with scope.of(quarter.commissioner):
        done = reading.get(quarter.commissioner, uid)
        assert [each.done for each in done.actions] == [clock.today(), None] and len(done.open_actions) == 1
    tick(quarter.lead, uid, 0, done=False)
    with scope.of(quarter.lead):
        assert len(reading.owed(quarter.lead)) == 1
    with pytest.raises(NotFound):
        tick(quarter.lead, uid, 7)


def test_it_is_changed_by_the_commissioner_from_the_version_that_it_read(quarter: Quarter) -> None:
    uid = held(quarter)
    tick(quarter.lead, uid, 0)
    by = quarter.commissioner
    with scope.of(by):
        before = reading.actions_of(reading.find(by, uid))
        with pytest.raises(Conflict):
            meetings.amend(by=by, meeting_uid=uid, held_date=HELD, notes="Otherwise", version=1)
        meetings.amend(by=by, meeting_uid=uid, held_date=HELD, notes="Otherwise", actions=before[:1], version=2)
        now = reading.get(by, uid)
    assert (now.notes, len(now.actions), now.actions[0].done) == ("Otherwise", 1, clock.today())
    with scope.of(quarter.lead), pytest.raises(NotAllowed):
        meetings.amend(by=quarter.lead, meeting_uid=uid, held_date=HELD, notes="Ours")


def test_sent_twice_it_is_written_once(quarter: Quarter) -> None:
    uid = str(uuid4())
    assert held(quarter, uid=uid) == held(quarter, uid=uid) == uid
    with scope.of(quarter.commissioner):
        assert len(reading.listing(quarter.commissioner, str(quarter.contract.uid))) == 1


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ({"held_date": date(2025, 7, 11)}, ["meeting.future"]),
        ({"notes": "", "actions": ()}, ["meeting.empty"]),
        ({"notes": "", "actions": (NewAction(" ", "provider"),)}, ["words.missing"]),
        ({"actions": (NewAction("Do it", "nobody"),)}, ["action.who"]),  # type: ignore[arg-type]
        ({"actions": (NewAction("Do it", "provider", date(2025, 6, 1)),)}, ["action.due"]),
        ({"actions": (NewAction("Do it", "provider"),) * 21}, ["meeting.many"]),
        ({"notes": "x" * 10_001}, ["notes.long"]),
        ({"notes": "", "actions": (NewAction("Do it", "provider", date(2025, 8, 1)),)}, []),
    ],
)
def test_what_is_wrong_with_it(said: dict[str, Any], rules: list[str]) -> None:
    given = {"held_date": HELD, "notes": "Said", "actions": (), "today": date(2025, 7, 10), **said}
    assert [one.rule for one in meeting_problems(**given)] == rules


def test_others_find_nothing(quarter: Quarter, westborough: Party) -> None:
    uid, by = held(quarter), westborough.contract_manager
    with scope.of(by):
        assert reading.listing(by) == ()
        with pytest.raises(NotFound):
            reading.get(by, uid)
        with pytest.raises(NotFound):
            meetings.hold(by=by, contract_uid=str(quarter.contract.uid), held_date=HELD, notes="Ours")
