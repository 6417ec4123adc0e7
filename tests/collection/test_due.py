"""Who owes which form, read from the record: begun, sent, left out, in a sample."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access.actions.undo import take_back
from cairn.cases.actions import episodes, plans
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.plans import NewPlan
from cairn.collection import filled
from cairn.collection.actions import filling, sending
from cairn.collection.due import due, events_of
from cairn.collection.models import Sampling
from cairn.kernel import clock
from tests.cases.conftest import Ground, lay, open_episode
from tests.collection.filled_in import REVIEW, begin, fill
from tests.collection.programme import Programme, lay_programme, supported
from tests.conftest import Party

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def ground(in_harbour: Party) -> Ground:
    return lay(in_harbour)


@pytest.fixture
def programme(ground: Ground, eastborough: Party) -> Programme:
    return lay_programme(ground, eastborough)


def said(refused: Any) -> set[tuple[str, str]]:
    return {(one.rule, one.field) for one in refused.value.problems}


def test_who_comes_to_a_service_that_takes_part_owes_a_client_record_and_later_a_yearly_form(
    programme: Programme,
) -> None:
    anwen = supported(programme.ground)
    open_episode(programme.ground, programme.ground.bashir)
    by = programme.by
    plans.agree(by=by, plans=[NewPlan(episode_uid=str(anwen.uid), plan_date=day, review_date=date(2026, 6, 1))
                              for day in (date(2024, 7, 1), REVIEW)])  # fmt: skip
    owing = due(by, TODAY)
    assert [(one.name, one.when, one.date) for one in owing.due] == [
        ("Bashir", "entry", date(2025, 4, 7)), ("Anwen", "review", REVIEW),
    ]  # fmt: skip
    assert [(one.name, one.when, one.why_not) for one in owing.not_due] == [("Bashir", "review", "first_year")]
    assert due(by, TODAY, worker_uid="nobody").due == ()
    assert [one.name for one in due(by, TODAY, client_uid=str(programme.ground.anwen.uid)).due] == ["Anwen"]
    assert due(programme.ground.party.trustee, TODAY) == due(by, date(2027, 1, 1)), (
        "nothing for who may not read, or later"
    )


def test_a_form_that_was_begun_left_out_or_sent_says_so_in_the_list(programme: Programme) -> None:
    episode = supported(programme.ground)
    row = begin(programme, day=date(2025, 6, 10), episode_uid=str(episode.uid))
    by = programme.by
    assert due(by, TODAY).due[0].open_uid == str(row.uid)
    left = filling.leave_out(by=by, form_uid=row.uid, reason="declined")
    assert [one.why_not for one in due(by, TODAY).not_due] == ["left_out"] and not due(by, TODAY).due
    take_back(by=by, event_uid=left.event_uid)
    fill(by, row, SupportPlan="Yes", ReviewDate="2025-06-10")
    sending.send(by=by, form_uid=row.uid)
    assert [one.why_not for one in due(by, TODAY).not_due] == ["sent"]


def test_where_the_authority_asks_for_a_sample_who_is_not_in_it_owes_none(
    programme: Programme, eastborough: Party
) -> None:
    supported(programme.ground)
    Sampling.objects.create(year=programme.year, organisation=eastborough.organisation, seed="7", older_percent=1,
                            other_percent=100, decided_date=TODAY)  # fmt: skip
    assert [one.why_not for one in (*due(programme.by, TODAY).due, *due(programme.by, TODAY).not_due)] == [None]
    programme.service.client_group = "1"  # of older people
    programme.service.save()
    Sampling.objects.update(older_percent=1)
    assert [one.why_not for one in due(programme.by, TODAY).not_due] == ["not_in_sample"]


def test_a_short_stay_owes_its_outcomes_when_it_ends(ground: Ground, eastborough: Party) -> None:
    programme = lay_programme(ground, eastborough, term="short")
    episode = open_episode(ground)
    assert [one.why_not for one in due(ground.by, TODAY).not_due] == ["still_here"]
    closing = EpisodeClosing(
        episode_uid=str(episode.uid), end_date=TODAY, closure_reason="disengaged", closure_planned="unplanned"
    )
    episodes.close(by=ground.by, closings=[closing])
    assert [(one.when, one.date) for one in due(ground.by, TODAY).due] == [
        ("entry", date(2025, 4, 7)),
        ("departure", TODAY),
    ]
    row = begin(programme, "departure", TODAY, episode_uid=str(episode.uid))
    again = begin(programme, "departure", TODAY, episode_uid=str(episode.uid))
    assert row == again, "one form of one departure, however often it is begun"
    assert filled.filled(ground.by, row.uid).answers["EndDate"] == "2025-06-30"
    programme.service.end_date = date(2025, 6, 1)
    programme.service.save()
    assert [one.when for one in due(ground.by, TODAY).due] == ["entry"], "the service had left the programme by then"


def test_a_service_has_forms_for_the_events_of_its_term(programme: Programme) -> None:
    assert events_of("supporting-people", "long") == ("entry", "review")
    assert set(events_of("supporting-people", "short")) == {"entry", "departure"}
    assert events_of("no programme", "long") == ()
