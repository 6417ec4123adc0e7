"""A person's own page: theirs alone, in plain words, with a way to disagree and to change their mind."""

from datetime import date, timedelta
from typing import Any

import pytest

from cairn.access import scope
from cairn.cases.actions import appointments, assessments, concerns, goals, needs, notes, steps
from cairn.cases.actions.appointments import NewAppointment
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.concerns import NewConcern, NewEntry
from cairn.cases.actions.goals import NewGoal
from cairn.cases.actions.needs import NewNeed
from cairn.cases.actions.notes import NewNote
from cairn.cases.actions.steps import NewStep
from cairn.cases.models import Disagreement, NeedJudgement, StepRecord
from cairn.kernel import clock
from cairn.people import consents as said
from cairn.people.actions import consents
from cairn.people.actions.consents import NewConsent
from cairn.people.models import Consent
from tests.cases.conftest import DAY, START, Ground, open_episode
from tests.public.conftest import Own, own_of
from tests.workspace.conftest import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(unlocked: Ground) -> Own:
    """Anwen after some weeks: a step, a goal, readings, a need, a visit to come; and things that are not for her page."""
    ground, by = unlocked, unlocked.by
    with scope.of(by):
        uid = str(open_episode(ground).uid)
        at = {"episode_uid": uid}
        steps.record(by=by, steps=[NewStep(**at, rung_uid=str(ground.rungs[0].uid), step_date=DAY)])
        goals.add(by=by, goals=[NewGoal(**at, words="To see my sister", start_date=START)])
        for day, answer, stage in ((START, 2, "start"), (DAY, 4, "review")):
            new = NewAssessment(**at, scale="swemwbs", assessed_date=day, answers=[answer] * 7, stage=stage)
            assessments.record(by=by, assessments=[new])
        needs.present(by=by, needs=[NewNeed(**at, need="debt", presented_date=START)])
        appointments.make(by=by, appointments=[NewAppointment(**at, planned_date=date(2025, 7, 4))])
        about: dict[str, Any] = {"client_uid": str(ground.anwen.uid)}
        notes.write(
            by=by, notes=[NewNote(**about, text="WORKERONLY"), NewNote(**about, text="SEALED", is_restricted=True)]
        )
        raised = concerns.raise_(
            by=by, concerns=[NewConcern(**about, kind="neglect", summary="AWORRY", raised_date=DAY)]
        )
        concerns.note(by=by, entries=[NewEntry(concern_uid=str(raised.one.uid), kind="seen", text="CHRONICLE")])
    return own_of(ground)


@pytest.fixture
def unlocked(ground: Ground) -> Ground:
    from cairn.scales.actions import permissions

    with scope.of(ground.manager):
        permissions.record(
            by=ground.manager,
            scale="swemwbs",
            holder="W",
            reference="X",
            granted_date=date(2024, 1, 1),
            uses_printed_form=True,
        )
    return ground


def test_the_door_says_nothing_of_the_person_and_the_page_says_it_all(lived: Own) -> None:
    door = Page(lived.browser.get(lived.door))
    assert door.status == 200
    assert "Anwen" not in door.text
    page = lived.enter()
    assert page.status == 200
    for words in ("Hello Anwen", "Met at the door", "1 of 4 steps reached", "To see my sister", "4 July 2025",
                  "points higher than at the start", "Who to ask", "support_worker of Harbour Trust"):  # fmt: skip
        assert words in page.text, words


def test_notes_memos_and_concerns_never_appear(lived: Own) -> None:
    page = lived.enter()
    for words in ("WORKERONLY", "SEALED", "AWORRY", "CHRONICLE", "oncern"):
        assert words not in page.response.content.decode(), words


def test_their_words_stand_beside_it_and_can_be_taken_back(lived: Own) -> None:
    lived.enter()
    with scope.of(lived.ground.by):
        step, judged = StepRecord.objects.get(), NeedJudgement.objects.get()
    for about, row in (("step", step), ("judgement", judged)):
        page = lived.send("say", about=about, uid=str(row.uid), words=f"My own {about}")
        assert f"My own {about}" in page.text
    with scope.of(lived.ground.by):
        theirs = Disagreement.objects.get(about="step")
        assert (theirs.client, theirs.said_by, theirs.made_date) == (lived.client, "person", clock.today())
        assert StepRecord.objects.get().state == "reached", "what was recorded stays"
    assert "My own step" not in lived.send("back", uid=str(theirs.uid)).text


def test_words_that_are_refused_are_still_in_their_box(lived: Own) -> None:
    lived.enter()
    with scope.of(lived.ground.by):
        uid = str(StepRecord.objects.get().uid)
    empty = lived.send("say", about="step", uid=uid, words="  ")
    assert (empty.status, "There are no words yet" in empty.text) == (422, True)
    long = lived.send("say", about="step", uid=uid, words="w" * 2001)
    assert long.status == 422
    assert long.html.find(id=f"w{uid}").get_text() == "w" * 2001


def test_they_change_their_mind_and_it_is_written_down_as_theirs(lived: Own) -> None:
    by = lived.ground.by
    yes = NewConsent(client_uid=str(lived.client.uid), purpose="contact_after", state="given", how="spoken",
                     start_date=clock.today() - timedelta(9))  # fmt: skip
    with scope.of(by):
        consents.record(by=by, consents=[yes])
    lived.enter()
    page = lived.send("agree", purpose="contact_after", recipient="", agree="no")
    assert "You changed your mind on 30 June 2025" in page.text
    lived.send("agree", purpose="contact_after", recipient="", agree="no")
    lived.send("agree", purpose="tell_story", recipient="", agree="yes")
    with scope.of(by):
        found = [(one.purpose, one.state, one.how) for one in Consent.objects.order_by("pk")]
        assert found == [("contact_after", "given", "spoken"), ("contact_after", "withdrawn", "own_page"),
                         ("tell_story", "given", "own_page")]  # fmt: skip
        assert said.allows(by, lived.client, "tell_story")


def test_without_a_birth_date_the_link_alone_opens_it(ground: Ground) -> None:
    with scope.of(ground.by):
        open_episode(ground)
        ground.anwen.__class__.objects.filter(pk=ground.anwen.pk).update(birth_date=None)
    own = own_of(ground)
    assert "birth" not in Page(own.browser.get(own.door)).text
    assert "Hello Anwen" in own.enter(day="", month="").text


def test_it_reads_from_right_to_left_in_arabic_with_dates_of_that_language(lived: Own) -> None:
    page = lived.enter(lang="arabic")
    assert page.html.html["dir"] == "rtl"
    assert page.html.html["lang"] == "ar"
    assert "Met at the door" in page.text, "what staff wrote stays as they wrote it"
    assert "يوليو" in page.text
