"""A device that was handed over: its session shows the questions and nothing else, whatever is asked of it."""

from typing import Any

import pytest
from django.test import Client as Browser

from cairn.access import scope
from cairn.access.models import User
from cairn.intake import rules_rating
from cairn.intake.models import RatingLink
from cairn.intake.rules import Limit
from cairn.interfaces.tablet import BACK, HANDED
from tests.cases.conftest import Ground, open_episode
from tests.workspace.conftest import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(ground: Ground) -> Any:
    with scope.of(ground.by):
        return open_episode(ground)


@pytest.fixture
def tablet(ground: Ground, episode: Any) -> Browser:
    """The worker's browser just after it went over."""
    browser = Browser()
    browser.force_login(User.objects.get(uid=ground.by.uid))
    before = browser.cookies["sessionid"].value
    told = {"scales": ["gad7"], "stage": "", "language": "english", "way": "tablet", "days": ""}
    answer = browser.post(f"/o/harbour/ratings/for/{ground.anwen.uid}/{episode.uid}/new/", told)
    assert answer["Location"] == "/rate/here/", Page(answer).text
    assert browser.cookies["sessionid"].value != before, "pages that the browser kept are of another session"
    assert answer["Clear-Site-Data"] == '"cache"'
    return browser


ELSEWHERE = """
/ /o/harbour/ /o/harbour/people/ /accounts/login/ /accounts/password/change/ /accounts/reauthenticate/ /own/x/ /refer/x/
/rate/aaaaaaaaaaaaaaaaaaaaaaaaaaaa/ /rate/here/../../o/harbour/ /static/../o/harbour/ /nowhere/ /o/harbour/offline/
/o/harbour/drafts/x/ //o/harbour/ /api/v1/scales/
"""


def places(ground: Ground) -> list[str]:
    return [f"/o/harbour/people/{ground.anwen.uid}/", *ELSEWHERE.split()]


def test_nothing_else_opens_by_any_address_or_method(tablet: Browser, ground: Ground) -> None:
    for place in places(ground):
        for send in (tablet.get, tablet.post, tablet.head, tablet.put):
            answer = send(place)
            assert (answer.status_code, answer["Location"]) == (303, BACK), place
            assert "Anwen" not in answer.content.decode()
            assert "no-store" in answer["Cache-Control"]


def test_the_questions_open_without_a_name_and_land_as_the_persons(tablet: Browser, ground: Ground) -> None:
    page = Page(tablet.get("/rate/here/"))
    assert (page.status, "Question 1 of 7" in page.text) == (200, True)
    assert "Anwen" not in page.response.content.decode()
    said = {f"q-gad7-i{number}": "2" for number in range(1, 8)}
    thanks = Page(tablet.post("/rate/here/", {"go": "send", "at": "all", **said}, follow=True))
    assert "give the device back" in thanks.text.casefold()
    with scope.of(ground.by):
        from cairn.cases.models import Assessment

        assert [(row.total, row.entered_by) for row in Assessment.objects.all()] == [(14, "person_tablet")]
    assert tablet.get("/rate/here/")["Location"] == BACK
    assert tablet.get("/o/harbour/")["Location"] == BACK, "sent or not, it is taken back by its owner alone"


def test_no_address_leads_to_it_from_another_device(tablet: Browser, ground: Ground) -> None:
    assert Browser().get("/rate/here/").status_code == 404
    with scope.of(ground.by):
        row = RatingLink.objects.get()
    assert row.on_tablet
    colleague = Browser()
    colleague.force_login(User.objects.get(uid=ground.manager.uid))
    assert colleague.get("/rate/here/").status_code == 404


def test_it_comes_back_with_the_password_alone(tablet: Browser, ground: Ground) -> None:
    before = tablet.cookies["sessionid"].value
    for wrong in ("", "wrong", "pass "):
        assert tablet.post(BACK, {"password": wrong}).status_code == 422
    answer = tablet.post(BACK, {"password": "pass"})
    assert answer["Location"] == f"/o/harbour/people/{ground.anwen.uid}/"
    assert tablet.cookies["sessionid"].value != before
    assert tablet.get(answer["Location"]).status_code == 200
    assert tablet.get("/rate/here/").status_code == 404


def test_the_password_is_not_tried_without_end(tablet: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rules_rating.LIMITS, "password", Limit(10, 3))
    for _ in range(3):
        tablet.post(BACK, {"password": "wrong"})
    late = Page(tablet.post(BACK, {"password": "pass"}))
    assert (late.status, "Too many tries" in late.text) == (422, True)


def test_signing_out_ends_it_and_leaves_nothing_open(tablet: Browser) -> None:
    tablet.post("/accounts/logout/")
    assert HANDED not in tablet.session
    assert tablet.get("/o/harbour/").status_code == 302
    assert tablet.get("/rate/here/").status_code == 404


def test_the_old_session_key_opens_nothing(ground: Ground, episode: Any) -> None:
    browser = Browser()
    browser.force_login(User.objects.get(uid=ground.by.uid))
    stolen = browser.cookies["sessionid"].value
    told = {"scales": ["gad7"], "stage": "", "language": "english", "way": "tablet", "days": ""}
    browser.post(f"/o/harbour/ratings/for/{ground.anwen.uid}/{episode.uid}/new/", told)
    thief = Browser()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/o/harbour/").status_code == 302


def test_a_device_of_one_who_may_sign_in_no_more_is_locked_and_comes_back_to_the_door(
    tablet: Browser, ground: Ground
) -> None:
    User.objects.filter(uid=ground.by.uid).update(is_active=False)
    assert tablet.get("/o/harbour/")["Location"] == BACK
    assert tablet.get(BACK)["Location"] == "/"
    assert "login" in tablet.get("/o/harbour/")["Location"]
    assert tablet.get("/rate/here/").status_code == 404
