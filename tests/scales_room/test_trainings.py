"""Who has practised a scale is noted, and nothing of what they answered."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from cairn.access.actors import NotAllowed
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.scales import queries
from cairn.scales.actions import trainings
from cairn.scales.models import ScaleTraining
from cairn.scales.writers import at_most_twice
from tests.conftest import Party


def test_practice_is_noted_once_a_version_with_its_newest_day(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    assert queries.trained(by, by.uid, "phq9") is None
    for day in (3, 4):
        with clock.fixed(datetime(2026, 3, day, 12, tzinfo=UTC)):
            trainings.practised(by=by, scales=["phq9", "gad7"])
    assert queries.trained(by, by.uid, "phq9") == date(2026, 3, 4)
    assert queries.trained(by, by.uid, registry.get("scale", "phq9")) == date(2026, 3, 4)
    assert queries.trained(by, in_harbour.service_manager.uid, "phq9") is None
    assert ScaleTraining.objects.count() == 2
    assert {(one.user_uid, one.scale) for one in queries.trainings(by)} == {(by.uid, "phq9"), (by.uid, "gad7")}


def test_an_earlier_version_practised_is_not_the_one_that_is_asked(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    ScaleTraining.objects.create(
        organisation_id=by.organisation_id, user_uid=by.uid, scale="phq9", scale_version=0, done_date=date(2026, 1, 1)
    )
    assert queries.trained(by, by.uid, registry.get("scale", "phq9")) is None
    assert queries.trained(by, by.uid, "phq9") == date(2026, 1, 1)


def test_a_scale_that_may_not_be_asked_is_not_practised(in_harbour: Party) -> None:
    with pytest.raises(Refused) as refused:
        trainings.practised(by=in_harbour.support_worker, scales=["swemwbs", "bathroom", "ladder_10"])
    assert {p.rule for p in refused.value.problems} == {"scale.locked", "scale.unknown", "scale.template"}
    assert ScaleTraining.objects.count() == 0


def test_only_members_who_record_practise(in_harbour: Party) -> None:
    with pytest.raises(NotAllowed):
        trainings.practised(by=in_harbour.data_lead, scales=["phq9"])
    with pytest.raises(Refused, match="Only a member of staff"):
        trainings.practised(by=in_harbour.system, scales=["phq9"])


def test_whoever_may_record_can_be_asked_to_practise(in_harbour: Party) -> None:
    uids = {one.uid for one in queries.recorders(in_harbour.service_manager)}
    assert {in_harbour.support_worker.uid, in_harbour.service_manager.uid} <= uids
    assert in_harbour.data_lead.uid not in uids


def test_who_was_second_with_the_same_row_tries_once_more() -> None:
    tries: list[int] = []

    def attempt() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError
        return len(tries)

    assert at_most_twice(attempt) == 2
