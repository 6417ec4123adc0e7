"""Erasing a person takes every row of theirs in this room, and no row of anybody else."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from cairn.cases.actions import activities, assessments, needs, needs_checks, notes
from cairn.cases.actions.activities import NewActivity, NewActivityFunding
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.needs import NewNeed
from cairn.cases.actions.needs_checks import NewNeedsCheck
from cairn.cases.actions.notes import NewNote
from cairn.cases.models import Activity, ActivityFunding, Attendance
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure
from cairn.people.models import Client
from tests.cases.conftest import START, Ground, came, open_episode

MODELS = list(apps.get_app_config("cases").get_models())


def lived(ground: Ground, client: Client) -> Any:
    """A person with a row of every kind."""
    episode = open_episode(ground, client)
    at = {"episode_uid": str(episode.uid)}
    needs.present(by=ground.by, needs=[NewNeed(**at, need="debt", presented_date=START)])
    check = NewNeedsCheck(**at, check_date=START, answers={"debt": "present", "smoking": "not_present"})
    needs_checks.record(by=ground.by, checks=[check])
    notes.write(by=ground.by, notes=[NewNote(client_uid=str(client.uid), text="Words")])
    assessments.record(
        by=ground.by, assessments=[NewAssessment(**at, scale="swemwbs", assessed_date=START, answers=[3] * 7)]
    )
    visit = NewActivity(
        activity_type_uid=str(ground.visit.uid),
        activity_date=START,
        attendances=[
            came(
                episode,
                steps=[(str(ground.rungs[0].uid), "reached")],
                outcomes=[("supporting-people", "2a", True)],
                note="More words",
            )
        ],
        fundings=[NewActivityFunding(kind="own_funds")],
    )
    activities.record(by=ground.by, activities=[visit])
    return episode


def erase(client: Client) -> None:
    """Ask this room's stores, as the erasing action of people does."""
    who = Erasure(client.organisation_id, client.pk, str(client.uid))
    for store in erasure.stores():
        if store.covers[0].startswith("cases."):
            store.erase(who)


def test_every_row_of_a_person_goes_and_everybody_elses_stays(unlocked: Ground) -> None:
    lived(unlocked, unlocked.anwen)
    counts = {model: model.objects.count() for model in MODELS}
    assert all(counts.values()), "the person has a row of every kind"
    lived(unlocked, unlocked.bashir)
    erase(unlocked.anwen)
    assert {model: model.objects.count() for model in MODELS} == counts
    erase(unlocked.bashir)
    assert {model: model.objects.count() for model in MODELS} == dict.fromkeys(MODELS, 0)


def test_a_session_of_several_and_a_head_count_stay(ground: Ground) -> None:
    first, second = open_episode(ground), open_episode(ground, ground.bashir)
    walk = {"activity_type_uid": str(ground.walk.uid), "activity_date": date(2025, 5, 6)}
    heads = NewActivity(activity_type_uid=str(ground.drop_in.uid), activity_date=date(2025, 5, 6), heads=0)
    activities.record(by=ground.by, activities=[NewActivity(**walk, attendances=[came(first), came(second)]), heads])
    erase(ground.anwen)
    assert (Activity.objects.count(), Attendance.objects.get().client) == (2, ground.bashir)
    assert not ActivityFunding.objects.exists()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_kind_of_row_has_a_store(model: Any) -> None:
    assert any(model._meta.label in store.covers for store in erasure.stores())
