"""What is confirmed later for past attendance, in a return that was sent already; and what is set aside, in one that is."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.cases.actions import activities, linking, outcomes
from cairn.cases.actions.activities import NewActivity, NewAttendance
from cairn.cases.actions.outcomes import NewSetAside
from cairn.cases.models import Episode
from cairn.cases.queries.linking import all_of, linkable
from cairn.contracts.actions import measures
from cairn.contracts.actions.measures import NewMeasure
from cairn.returns import queries
from cairn.returns.models import SubmissionRow
from cairn.services.actions import activity_types, ladders
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.actions.ladders import NewLadder
from cairn.services.models import ActivityType, Rung, Service
from tests.returns.conftest import Quarter, signed_agreement
from tests.returns.test_submitting import submit

WORK = ("supporting-people", "2a")
SHARE, STEPS = "outcomes_reached_share", "steps_reached"


@pytest.fixture
def club(quarter: Quarter) -> ActivityType:
    """Ada and Ben came to a lunch club on 1 May; the contract asks for steps and for outcomes."""
    with scope.of(quarter.commissioner):
        asked = [NewMeasure(SHARE), NewMeasure(STEPS)]
        measures.agree(by=quarter.commissioner, contract_uid=str(quarter.contract.uid), measures=asked)
    signed_agreement(quarter)
    by = quarter.harbour.service_manager
    with scope.of(by):
        service = str(Service.objects.get(name="Befriending").uid)
        ladders.add(by=by, ladders=[NewLadder(service, "Out", ("To the door", "Into a taxi"))])
        kind = activity_types.add(
            by=by, types=[NewActivityType(service_uid=service, name="Club", mode="group", outcomes=(WORK,))]
        ).one
        came = [NewAttendance(episode_uid=str(episode.uid)) for episode in Episode.objects.all()]
        new = NewActivity(activity_type_uid=str(kind.uid), activity_date=date(2025, 5, 1), attendances=came)
        activities.record(by=by, activities=[new])
    return kind


def tie_and_confirm(quarter: Quarter, kind: ActivityType) -> None:
    by = quarter.harbour.service_manager
    with scope.of(by):
        rung = str(Rung.objects.get(position=1).uid)
        activity_types.change(by=by, type_uid=kind.uid, version=None, rung_uids=[rung])
        keys = [column.key for column in linkable(by, kind.uid).columns]
        linking.confirm(by=by, activity_type_uid=str(kind.uid), items=all_of(by, kind.uid, keys))


def behind(quarter: Quarter, measure: str) -> Any:
    with scope.of(quarter.lead):
        return queries.rows_behind(quarter.lead, quarter.uid, measure)


def test_what_was_sent_stays_and_what_is_added_later_is_told_beside_it(quarter: Quarter, club: ActivityType) -> None:
    submit(quarter)
    tie_and_confirm(quarter, club)

    found = behind(quarter, STEPS)

    assert (found.frozen, found.figure.value, found.rows, found.added_since) == (True, 0, (), 2)


def test_before_it_is_sent_the_rows_behind_say_which_were_added_later(quarter: Quarter, club: ActivityType) -> None:
    tie_and_confirm(quarter, club)

    found = behind(quarter, STEPS)

    assert [row.values["is_added_later"] for row in found.rows] == [True, True]


def test_a_return_says_how_many_were_left_out_as_not_their_goal_and_keeps_it(
    quarter: Quarter, club: ActivityType
) -> None:
    by = quarter.harbour.service_manager
    with scope.of(by):
        episode = Episode.objects.earliest("pk")
        new = NewSetAside(
            episode_uid=str(episode.uid), framework=WORK[0], outcome=WORK[1], start_date=date(2025, 6, 1),
            decided_by="person",
        )  # fmt: skip
        outcomes.set_aside(by=by, outcomes=[new])
    submit(quarter)

    figure = behind(quarter, SHARE).figure

    assert (figure.numerator, figure.denominator) == (0, 1)
    assert figure.left_out == {"Not this person's goal now": 1}
    with scope.every("what left, as it was kept"):
        rows = [row.shared for row in SubmissionRow.objects.filter(table="outcome")]
    assert [row["state"] for row in rows if row] == ["working"], "what is set aside does not leave"
