"""Erasing a person takes every row of theirs in this room, and no row of anybody else."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps

from cairn.access import chain, reads
from cairn.access.models import AuditSubject, ReadLog
from cairn.cases.actions import (
    activities,
    appointments,
    assessments,
    concerns,
    goals,
    needs,
    needs_checks,
    notes,
    outcomes,
    plans,
)
from cairn.cases.actions.activities import NewActivity, NewActivityFunding
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.concerns import NewConcern, NewEntry
from cairn.cases.actions.goals import NewGoal
from cairn.cases.actions.needs import NewNeed
from cairn.cases.actions.needs_checks import NewNeedsCheck
from cairn.cases.actions.notes import NewNote
from cairn.cases.actions.outcomes import NewSetAside
from cairn.cases.actions.plans import NewPlan
from cairn.cases.appointing import NewAppointment
from cairn.cases.models import (
    Activity,
    ActivityFunding,
    AlsoThere,
    Appointment,
    Attachment,
    Attendance,
    CarersAssessment,
    Concern,
    Cover,
    Disagreement,
    EpisodeLevel,
    EveningMail,
    Feedback,
    IncomingReferral,
    MoveOnBlock,
    PlannedSession,
    SafeguardingReferral,
    Series,
    Signposting,
)
from cairn.desk import received
from cairn.kernel import clock, erasure
from cairn.kernel.erasure import Erasure
from cairn.people.actions import circle, communication
from cairn.people.actions.circle import NewRelated
from cairn.people.actions.erasure import erase as erase_everywhere
from cairn.people.models import Client
from cairn.services.models import SupportLevel
from tests.cases.conftest import START, TODAY, Ground, came, open_episode

#: What is planned for nobody in particular, and who stands in for whom.
ABOUT_NOBODY = {Series, PlannedSession, Cover, EveningMail}
MODELS = [model for model in apps.get_app_config("cases").get_models() if model not in ABOUT_NOBODY]


def lived(ground: Ground, client: Client) -> Any:
    """A person with a row of every kind."""
    episode = open_episode(ground, client)
    at = {"episode_uid": str(episode.uid)}
    need = needs.present(by=ground.by, needs=[NewNeed(**at, need="debt", presented_date=START)]).one
    planned(ground, client, at)
    worried(ground, client)
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
                needs=[str(need.uid)],
            )
        ],
        fundings=[NewActivityFunding(kind="own_funds")],
    )
    activities.record(by=ground.by, activities=[visit])
    laid(ground, client, episode, need)
    return episode


def laid(ground: Ground, client: Client, episode: Any, need: Any) -> None:
    """Rows of the kinds that no deed above makes."""
    of = {"organisation": client.organisation, "client": client}
    here = {**of, "episode": episode}
    concern = Concern.objects.get(client=client)
    safe = {"made_date": START, "made_by_uid": ground.by.uid, "body": "council"}
    SafeguardingReferral.objects.create(**here, concern=concern, **safe)
    CarersAssessment.objects.create(**here, kind="adult", state="offered", assessment_date=START)
    MoveOnBlock.objects.create(**here, cause="no_home", start_date=START)
    level, _ = SupportLevel.objects.get_or_create(
        organisation=client.organisation, service=episode.service, name="High"
    )
    EpisodeLevel.objects.create(**here, level=level, start_date=START)
    Feedback.objects.create(**here, why="ended", asked_date=START, comment="Hard to find")
    Disagreement.objects.create(**of, about="need", about_uid=need.uid, words="Not so", made_date=START)
    told = Signposting.objects.create(**here, need=need, to_words="The law centre", made_date=START)
    sent = {"received_at": clock.now(), "received_date": START, "name": "Secret", "sender_client": client}
    IncomingReferral.objects.create(
        organisation=client.organisation, service=episode.service, origin="organisation", sender=client.organisation,
        signposting=told, **sent,
    )  # fmt: skip
    upload = received.put(by=ground.by, kind="attachment", name="letter.pdf", data=b"words", kept_until=TODAY)
    Attachment.objects.create(
        **of, upload=upload, media_type="application/pdf", added_date=START, author_uid=ground.by.uid
    )
    contact = Appointment.objects.get(client=client)
    AlsoThere.objects.create(
        organisation=client.organisation, appointment=contact, planned_date=START, worker_uid=ground.manager.uid
    )


def planned(ground: Ground, client: Client, at: dict[str, str]) -> None:
    """What lies ahead of a person, what they want and do not want, and what was asked."""
    tomorrow = TODAY + timedelta(days=1)
    appointments.make(by=ground.by, appointments=[NewAppointment(**at, planned_date=tomorrow)])
    goals.add(by=ground.by, goals=[NewGoal(**at, words="To the shop alone")])
    plans.agree(by=ground.by, plans=[NewPlan(**at, plan_date=TODAY, review_date=tomorrow, matters="Her sister")])
    aside = NewSetAside(**at, framework="supporting-people", outcome="1b", start_date=TODAY, decided_by="person")
    outcomes.set_aside(by=ground.by, outcomes=[aside])
    needs_checks.record(by=ground.by, checks=[NewNeedsCheck(**at, check_date=TODAY, answers={"smoking": "present"})])


def worried(ground: Ground, client: Client) -> None:
    """A thread of notes, and a concern with its chronology."""
    about = {"client_uid": str(client.uid)}
    first = notes.write(by=ground.by, notes=[NewNote(**about, text="Words", to_uid=ground.manager.uid)]).one
    answer = NewNote(**about, text="Answer", answers_uid=str(first.uid), is_restricted=True)
    notes.write(by=ground.manager, notes=[answer])
    new = NewConcern(**about, kind="neglect", summary="A secret worry")
    concern = concerns.raise_(by=ground.by, concerns=[new]).one
    seen = NewEntry(concern_uid=str(concern.uid), kind="seen", text="A secret sight")
    concerns.note(by=ground.by, entries=[seen])


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


def test_nothing_that_was_said_of_a_person_is_left_in_any_row(unlocked: Ground) -> None:
    """Past this room: the revisions too, and the log of who opened a concern."""
    lived(unlocked, unlocked.anwen)
    circle.add(
        by=unlocked.by,
        related=[
            NewRelated(client_uid=str(unlocked.anwen.uid), relation="friend", name="Secret friend"),
            NewRelated(
                client_uid=str(unlocked.bashir.uid), relation="child", other_uid=str(unlocked.anwen.uid), words="A secret child"
            ),
        ],
    )  # fmt: skip
    communication.change(by=unlocked.by, client_uid=unlocked.anwen.uid, safe_contact="Secret hours")
    reads.log(by=unlocked.by, kind="concern", uid=unlocked.anwen.uid)
    assert all(word in everything() for word in ("secret worry", "secret sight", "Secret friend", "Secret hours"))
    erase_everywhere(by=unlocked.manager, client_uid=unlocked.anwen.uid, reason="client_asked")
    left = everything()
    assert "ecret" not in left and str(unlocked.anwen.uid) not in left.replace(subjects(), "")
    assert not ReadLog.objects.exists() and Client.objects.filter(pk=unlocked.bashir.pk).exists()
    assert chain.verify(unlocked.party.organisation.pk) == []


def everything() -> str:
    """Every row of every table, as text."""
    return json.dumps([list(model._base_manager.values()) for model in apps.get_models()], default=str)


def subjects() -> str:
    """The uids in the log of deeds: they name nobody any more."""
    return json.dumps(list(AuditSubject.objects.values()), default=str)[1:-1]
