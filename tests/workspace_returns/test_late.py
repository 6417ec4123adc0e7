"""Something dated in a period that was reported: recorded all the same, and its writer is told."""

from datetime import date, timedelta
from typing import Any

import pytest

from cairn.access import scope
from cairn.cases.actions import activities, episodes, needs
from cairn.cases.actions.activities import NewActivity, NewAttendance
from cairn.cases.actions.episodes import NewFunding
from cairn.cases.actions.needs import NewJudgement, NewNeed
from cairn.cases.models import Episode, Referral
from cairn.interfaces.workspace.late import late_words
from cairn.kernel import clock
from cairn.returns.actions import review
from cairn.services.actions import activity_types
from cairn.services.actions.activity_types import NewActivityType
from tests.returns.conftest import Quarter, signed_agreement
from tests.returns.test_submitting import submit
from tests.workspace.conftest import Screen, day

MAY = date(2025, 5, 20)


@pytest.fixture
def ada(quarter: Quarter) -> Any:
    with scope.of(quarter.lead):
        return Episode.objects.select_related("client", "service").get(client=quarter.people["Ada"])


@pytest.fixture
def reported(quarter: Quarter) -> Quarter:
    signed_agreement(quarter)
    submit(quarter)
    return quarter


def accept(quarter: Quarter) -> None:
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=quarter.uid)


def send(quarter: Quarter, ada: Any, when: date) -> str:
    """A need put down on the screen; what the next page says."""
    manager = Screen(quarter.harbour, "service_manager")
    about = {"client": ada.client.uid, "episode": ada.uid}
    sent = {"needs": ["smoking"], "judged_by": "together", **day("presented_date", when)}
    assert manager.send("need_new", sent, **about).status == 302
    return manager.get("client_needs", client=ada.client.uid).text


def test_before_the_return_is_sent_nothing_is_late(quarter: Quarter, ada: Any) -> None:
    assert "reported already" not in send(quarter, ada, MAY)


def test_its_writer_is_told_and_it_is_kept(reported: Quarter, ada: Any) -> None:
    accept(reported)
    words = send(reported, ada, MAY)
    assert "It is dated in a period that was reported already (Spring, accepted by Eastborough Council)." in words
    assert "Smoking" in words


def test_a_return_that_waits_for_its_decision_is_named_so(reported: Quarter, ada: Any) -> None:
    assert "(Spring, with Eastborough Council)" in send(reported, ada, MAY)


def test_after_the_period_nothing_is_said(reported: Quarter, ada: Any) -> None:
    assert "reported already" not in send(reported, ada, date(2025, 7, 8))


def test_every_kind_of_fact_is_seen_by_its_own_date(reported: Quarter, ada: Any) -> None:
    by = reported.harbour.service_manager
    with scope.of(by):
        need = needs.present(by=by, needs=[NewNeed(episode_uid=str(ada.uid), need="smoking", presented_date=MAY)]).one
        judged = needs.judge(by=by, judgements=[
            NewJudgement(need_uid=str(need.uid), judged_date=clock.today(), state="met", judged_by="person")
        ]).items  # fmt: skip
        kind = activity_types.add(by=by, types=[NewActivityType(service_uid=str(ada.service.uid), name="Visit")]).one
        came = [NewAttendance(episode_uid=str(ada.uid))]
        visits = [
            NewActivity(activity_type_uid=str(kind.uid), activity_date=on, attendances=came)
            for on in (MAY, clock.today() - timedelta(days=2))
        ]
        old, new = activities.record(by=by, activities=visits).items
        assert late_words(by, [need]) and late_words(by, [old]) and late_words(by, [new, old])
        assert not late_words(by, judged) and not late_words(by, [new]) and not late_words(by, [])


def test_of_what_is_new_every_date_is_news_and_of_what_was_there_the_last(reported: Quarter, ada: Any) -> None:
    """Somebody is written down with a referral of May and a decision of today: the return of spring knows of neither."""
    by = reported.harbour.service_manager
    with scope.of(by):
        asked = {"client": ada.client, "service": ada.service, "received_date": MAY, "decided_date": clock.today()}
        row = Referral.objects.create(organisation_id=by.organisation_id, state="accepted", **asked)
        assert late_words(by, [row])
        row.version = 2  # it was received in May and told then; what is new is the decision
        assert not late_words(by, [row])


def test_who_pays_for_the_episode_decides_not_only_the_service(reported: Quarter, ada: Any) -> None:
    by = reported.harbour.service_manager
    with scope.of(by):
        need = needs.present(by=by, needs=[NewNeed(episode_uid=str(ada.uid), need="smoking", presented_date=MAY)]).one
        for funding in ada.fundings.all():
            episodes.end_funding(by=by, funding_uid=str(funding.uid), end_date=date(2025, 4, 30))
        own = NewFunding(episode_uid=str(ada.uid), kind="own_funds", start_date=date(2025, 5, 1))
        episodes.fund(by=by, fundings=[own])
        assert late_words(by, [need]) == ""
