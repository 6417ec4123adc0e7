"""What staff do around a person's own page: links, consent, what the person sees otherwise, and the service's public form."""

import re
from typing import Any

import pytest

from cairn.access import scope
from cairn.cases.models import Disagreement, NeedJudgement
from cairn.intake.models import PersonLink, ReferralForm
from cairn.people.models import Consent
from tests.cases.conftest import Ground
from tests.workspace.conftest import Page, Screen, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(ground: Ground, episode: Any) -> str:
    """Anwen has a need that was judged; the uid of that judgement."""
    from datetime import date

    from cairn.cases.actions import needs
    from cairn.cases.actions.needs import NewNeed

    with scope.of(ground.by):
        new = NewNeed(episode_uid=str(episode.uid), need="debt", presented_date=date(2025, 5, 6))
        needs.present(by=ground.by, needs=[new])
        return str(NeedJudgement.objects.get().uid)


def make(worker: Screen, ground: Ground, **said: Any) -> Page:
    told = {"purpose": "own_page", "language": "english", "days": "14", **said}
    return worker.send("own_link_new", told, client=ground.anwen.uid)


def test_a_link_is_shown_once_and_only_its_hash_is_kept(worker: Screen, ground: Ground, episode: Any) -> None:
    page = make(worker, ground)
    (token,) = re.findall(r"/own/([a-z0-9-]+)/", page.text)
    with scope.of(ground.by):
        row = PersonLink.objects.get()
    assert token.replace("-", "") not in str(vars(row))
    assert token not in worker.get("own_page", client=ground.anwen.uid).text
    assert token not in worker.get("history", client=ground.anwen.uid).text
    assert len(token.replace("-", "")) == 28
    assert page.html.select_one(".pub-qr svg path")


def test_a_link_that_was_ended_opens_nothing(worker: Screen, ground: Ground, episode: Any) -> None:
    made = make(worker, ground)
    with scope.of(ground.by):
        uid = PersonLink.objects.get().uid
    (path,) = re.findall(r"/own/[a-z0-9-]+/", made.text)
    assert worker.browser.get(path).status_code == 200
    worker.send("own_link_end", {}, client=ground.anwen.uid, link=uid)
    assert worker.browser.get(path).status_code == 410
    assert "Ended" in worker.get("own_page", client=ground.anwen.uid).text


def test_how_long_a_link_lives_has_bounds(worker: Screen, ground: Ground) -> None:
    for days in ("0", "91", "x"):
        assert "days" in make(worker, ground, days=days).errors


def test_consent_is_recorded_dated_and_taken_back(worker: Screen, ground: Ground) -> None:
    when = day("start_date", ground.anwen.added_date)
    told = {"purpose": "tell_story", "state": "given", "how": "written", **when}
    sent = worker.send("consent_new", told, client=ground.anwen.uid)
    assert sent.status == 302
    assert "Telling their story, without a name" in worker.get("own_page", client=ground.anwen.uid).text
    worker.send("consent_new", {**told, "state": "withdrawn", "how": "spoken"}, client=ground.anwen.uid)
    with scope.of(ground.by):
        assert [(one.state, one.end_date is None) for one in Consent.objects.order_by("pk")] == [
            ("given", False), ("withdrawn", True),
        ]  # fmt: skip
    assert (
        "Telling their story, without a name: changed their mind"
        in worker.get("timeline", client=ground.anwen.uid).text
    )


def test_their_words_stand_beside_the_thing_wherever_it_is_shown(worker: Screen, ground: Ground, judged: str) -> None:
    told = {"thing": judged, "words": "I owe nobody anything.", "said_by": "worker"}
    assert worker.send("otherwise_new", told, client=ground.anwen.uid).status == 302
    with scope.of(ground.by):
        row = Disagreement.objects.get()
        need = NeedJudgement.objects.get().need.uid
    for page in (worker.get("own_page", client=ground.anwen.uid), worker.get("client", client=ground.anwen.uid),
                 worker.get("timeline", client=ground.anwen.uid),
                 worker.get("need", client=ground.anwen.uid, need=need)):  # fmt: skip
        assert "I owe nobody anything." in page.text
    worker.send("otherwise_answer", {"words": "Let us look together.", "version": "1"}, client=ground.anwen.uid,
                disagreement=row.uid)  # fmt: skip
    assert "Let us look together." in worker.get("own_page", client=ground.anwen.uid).text
    worker.send("otherwise_back", {}, client=ground.anwen.uid, disagreement=row.uid)
    assert "I owe nobody anything." not in worker.get("need", client=ground.anwen.uid, need=need).text


def test_the_printed_page_is_the_page_itself(worker: Screen, ground: Ground, judged: str) -> None:
    page = worker.get("own_print", client=ground.anwen.uid)
    assert "Hello Anwen" in page.text
    assert not page.html.find("textarea")
    assert worker.get("own_print", "?lang=arabic", client=ground.anwen.uid).html.html["dir"] == "rtl"


def test_a_manager_opens_changes_and_closes_the_form(manager: Screen, ground: Ground) -> None:
    uid = ground.service.uid
    manager.send("service_door", {"words": "Come in.", "asks": ["postcode"]}, service=uid)
    (path,) = set(re.findall(r"/refer/[a-z0-9-]+/", manager.get("service_door", service=uid).text))
    assert "Come in." in Page(manager.browser.get(path)).text
    assert path in manager.get("service_door_poster", service=uid).text
    manager.send("service_door_renew", {}, service=uid)
    assert manager.browser.get(path).status_code == 404
    with scope.of(ground.manager):
        path = f"/refer/{ReferralForm.objects.get().code}/"
    assert manager.browser.get(path).status_code == 200
    manager.send("service_door_close", {}, service=uid)
    assert manager.browser.get(path).status_code == 404
    assert manager.get("service_door_poster", service=uid).status == 404
