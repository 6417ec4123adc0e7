"""The session ended while somebody typed: they sign in again, and what they typed is saved."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client as Browser

from cairn.access import scope
from cairn.access.models import User
from cairn.cases.models import Note
from cairn.kernel import clock
from tests.cases.conftest import Ground
from tests.workspace.conftest import Screen

ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
WORDS = "She wants to try the bus on Tuesday."
WORKER, MANAGER = "support_worker@harbour.example", "service_manager@harbour.example"


@pytest.fixture
def late(worker: Screen, episode: Any) -> Screen:
    """A worker whose session has run out since the page came."""
    Session.objects.update(expire_date=clock.now() - timedelta(minutes=1))
    return worker


def send(screen: Screen, ground: Ground, **headers: str) -> Any:
    url = screen.url("note_new", client=ground.anwen.uid)
    data = {"text": WORDS, "note_date_day": "30", "note_date_month": "6", "note_date_year": "2025"}
    shown = {"csrfmiddlewaretoken": "old", **data}
    return screen.browser.post(url, shown, **(headers or ORIGIN))


def hidden(response: Any) -> dict[str, str]:
    page = BeautifulSoup(response.content, "lxml")
    found = page.select("main form input[type=hidden]")
    return {str(one["name"]): str(one.get("value", "")) for one in found}


def notes() -> list[str]:
    with scope.every("the test reads what was written"):
        return list(Note.objects.values_list("text", flat=True))


def sign_in(browser: Browser, held: str, email: str = WORKER, password: str = "pass") -> Any:
    return browser.post("/accounts/login/", {"login": email, "password": password, "held": held})


def test_what_was_typed_is_saved_by_signing_in_again(late: Screen, ground: Ground) -> None:
    asked = send(late, ground)
    assert asked.status_code == 401 and "no-store" in asked["Cache-Control"]
    assert "sign in as before, and it is saved" in asked.content.decode()
    saved = sign_in(late.browser, hidden(asked)["held"])
    assert saved.status_code == 302 and str(ground.anwen.uid) in saved["Location"] and notes() == [WORDS]
    assert "The note is kept." in late.browser.get(saved["Location"]).content.decode()


def test_it_is_saved_once(late: Screen, ground: Ground) -> None:
    held = hidden(send(late, ground))["held"]
    sign_in(late.browser, held)
    for browser in (late.browser, Browser()):
        assert sign_in(browser, held)["Location"] == "/"
    assert notes() == [WORDS]


def test_who_typed_it_is_known_also_when_a_draft_was_sent_meanwhile(late: Screen, ground: Ground) -> None:
    """The first thing that is sent after the end of a session takes its cookie away."""
    signed_in = sign_in(late.browser, "")
    assert signed_in.cookies["last"]["httponly"]
    Session.objects.update(expire_date=clock.now() - timedelta(minutes=1))
    late.browser.post(late.url("draft", key="note"), {"text": WORDS})
    assert not late.browser.cookies["sessionid"].value
    asked = send(late, ground)
    assert "sign in as before, and it is saved" in asked.content.decode()
    assert sign_in(late.browser, hidden(asked)["held"]).status_code == 302 and notes() == [WORDS]


def test_what_the_page_has_something_to_say_of_is_sent_to_it_and_nothing_is_saved(late: Screen, ground: Ground) -> None:
    asked = late.browser.post(
        late.url("note_new", client=ground.anwen.uid), {"csrfmiddlewaretoken": "old", "text": ""}, **ORIGIN
    )
    for _ in range(2):  # the page of the browser may be loaded anew
        again = sign_in(late.browser, hidden(asked)["held"])
        assert again.status_code == 200 and "cairn/again.js" in again.content.decode(), "it is sent by itself"
    path = BeautifulSoup(again.content, "lxml").select_one("form[data-again]")
    assert path and late.browser.post(str(path["action"]), hidden(again)).status_code == 422
    assert notes() == []


def test_a_wrong_password_loses_nothing(late: Screen, ground: Ground) -> None:
    asked = hidden(send(late, ground))
    wrong = late.browser.post("/accounts/login/", {"login": WORKER, "password": "wrong", **asked})
    assert hidden(wrong)["held"] == asked["held"]
    assert "sign in as before, and it is saved" in wrong.content.decode()
    sign_in(late.browser, hidden(wrong)["held"])
    assert notes() == [WORDS]


def test_somebody_else_who_signs_in_neither_sees_nor_saves_it(late: Screen, ground: Ground) -> None:
    other = sign_in(late.browser, hidden(send(late, ground))["held"], MANAGER)
    assert other.status_code == 409
    assert WORDS not in other.content.decode() and notes() == []


def test_who_it_was_may_be_forgotten_and_then_it_waits_for_a_press(late: Screen, ground: Ground) -> None:
    Session.objects.all().delete()
    asked = send(late, ground)
    assert "press “Save it now” on the next page" in asked.content.decode()
    again = sign_in(late.browser, hidden(asked)["held"])
    assert hidden(again)["text"] == WORDS and notes() == []
    assert "cairn/again.js" not in again.content.decode()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_what_another_site_sends_is_never_held(late: Screen, ground: Ground, origin: str) -> None:
    answer = send(late, ground, HTTP_ORIGIN=origin)
    assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")


def test_what_was_held_cannot_be_made_up(late: Screen) -> None:
    answer = sign_in(late.browser, "made:up:token")
    assert answer.status_code == 302


def test_no_password_is_held(late: Screen, ground: Ground) -> None:
    url = late.url("member_new")
    sent = {"csrfmiddlewaretoken": "old", "name": "Somebody", "password": "a-secret-of-theirs"}
    again = sign_in(late.browser, hidden(late.browser.post(url, sent, **ORIGIN))["held"])
    assert hidden(again)["name"] == "Somebody" and "password" not in hidden(again)


def test_a_form_older_than_the_session_is_sent_again_at_a_press(worker: Screen, ground: Ground, episode: Any) -> None:
    """Signed out and in again in another window: the form's token is of the old session."""
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(uid=ground.by.uid))
    worker.browser = strict
    asked = send(worker, ground)
    assert asked.status_code == 403
    assert hidden(asked)["text"] == WORDS and "cairn/again.js" not in asked.content.decode()
    assert send(worker, ground, HTTP_ORIGIN="http://evil.example").content.decode().count(WORDS) == 0
    assert strict.post(worker.url("note_new", client=ground.anwen.uid), hidden(asked), **ORIGIN).status_code == 302
    assert notes() == [WORDS]


def test_signing_out_tells_the_browser_to_keep_nothing(worker: Screen) -> None:
    assert worker.browser.post("/accounts/logout/")["Clear-Site-Data"] == '"storage"'
    sign_in(worker.browser, "")
    assert worker.browser.post("/accounts/logout/").cookies["last"].value == ""
    assert "Clear-Site-Data" not in worker.browser.get("/accounts/login/").headers
