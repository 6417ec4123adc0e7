"""The public doors attacked: guessed, replayed, flooded, forged, stuffed. Each test would fail without its guard."""

import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection, connections
from django.test import Client as Browser
from django.test import override_settings

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.models import Revision
from cairn.access.queries import NotFound
from cairn.cases.actions import disagreements
from cairn.cases.actions.disagreements import NewDisagreement
from cairn.cases.models import Disagreement, Note, StepRecord
from cairn.cases.queries.base import visible_to
from cairn.intake import queries, rules
from cairn.intake.actions import links
from cairn.intake.actions.knocks import Knock, admit
from cairn.intake.models import PersonLink, Throttle
from cairn.intake.rules import Limit
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people import queries as people
from cairn.people.actions import merging
from tests.cases.conftest import DAY, Ground, open_episode, visited
from tests.public.conftest import GOOD, Door, Own, own_of
from tests.workspace.conftest import Page

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def later(minutes: int) -> Any:
    return clock.fixed(clock.now() + timedelta(minutes=minutes))


# a link


def test_a_guessed_link_is_not_there_and_a_token_is_too_long_to_guess(own: Own) -> None:
    for token in (
        "a" * 28,
        own.token[:-1] + "a" * (own.token[-1] != "a") + "b" * (own.token[-1] == "a"),
        "x",
        "%00",
        "own",
    ):
        assert Browser().get(f"/own/{token}/").status_code == 404
    assert len(rules.ALPHABET) ** rules.TOKEN_LENGTH > 2**128


def test_the_fifth_wrong_answer_ends_the_link_for_good(own: Own) -> None:
    for left in (4, 3, 2, 1):
        page = own.enter(day="2", month="2")
        assert page.status == 422
        assert f"Tries left: {left}" in page.text
    assert own.enter(day="2", month="2").status == 410
    assert own.enter().status == 410, "the right answer comes too late"


def test_an_ended_and_an_expired_link_say_so_and_open_nothing(own: Own) -> None:
    own.enter()
    with later(31 * 24 * 60):
        assert Page(own.browser.get(own.door)).status == 410
    with scope.of(own.ground.by):
        links.end(by=own.ground.by, client_uid=own.client.uid, link_uid=own.link.uid)
    assert "This link has ended" in Page(own.browser.get(own.door)).text
    assert own.browser.get(own.page).status_code == 403, "the cookie of an open page dies with its link"


def test_a_link_for_answers_is_used_once(ground: Ground) -> None:
    from cairn.services.actions import asking

    with scope.of(ground.manager):
        open_episode(ground)
        asking.choose(by=ground.manager, service_uid=ground.service.uid, questions={"religion": "Food on feast days"})
    own = own_of(ground, purpose="answers", questions=["religion"])
    page = own.enter()
    assert "Food on feast days" in page.text
    assert "How far you have come" not in page.text
    key = page.html.find("input", {"name": "key"})["value"]
    code = page.html.find("input", {"name": "q-religion"})["value"]
    told = {"key": key, "q-religion": code}
    assert "Your answers are kept" in Page(own.browser.post(f"{own.page}answers/", told)).text
    assert own.browser.post(f"{own.page}answers/", told).status_code == 403
    again = Page(Browser().get(own.door))
    assert (again.status, "used already" in again.text) == (410, True)


# somebody else's page


def test_the_cookie_of_one_page_opens_no_other(own: Own, ground: Ground) -> None:
    with scope.of(ground.by):
        open_episode(ground, ground.bashir)
    other = own_of(ground, ground.bashir)
    own.enter()
    cookie = own.browser.cookies["own"]
    assert cookie["path"] == own.page
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    thief = Browser()
    thief.cookies["own"] = cookie.value
    assert thief.get(own.page).status_code == 200
    assert thief.get(other.page).status_code == 403
    for forged in ("", "x", signing.dumps([str(other.link.uid), "n"], salt="guess"), cookie.value + "a"):
        thief.cookies["own"] = forged
        assert thief.get(other.page).status_code == 403


def test_a_page_closes_by_itself(own: Own, time_machine: Any) -> None:
    own.enter()
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=31))
    shut = own.browser.post(f"{own.page}say/", {"words": "What I typed"})
    assert shut.status_code == 403
    assert "What I typed" in Page(shut).text, "what was typed is given back"


def test_nothing_is_done_with_a_thing_of_somebody_else(own: Own, ground: Ground) -> None:
    with scope.of(ground.by):
        visited(ground, open_episode(ground, ground.bashir), DAY, 1)
        theirs = StepRecord.objects.get(client=ground.bashir)
        new = NewDisagreement(client_uid=str(ground.bashir.uid), about="step", about_uid=str(theirs.uid), words="Mine")
        row = disagreements.record(by=ground.by, disagreements=[new]).one
    own.enter()
    assert own.send("say", about="step", uid=str(theirs.uid), words="Not mine").status == 422
    assert own.send("back", uid=str(row.uid)).status == 403
    with scope.of(ground.by):
        assert [(one.words, one.taken_back_date) for one in Disagreement.objects.all()] == [("Mine", None)]


def test_behind_a_link_nobody_else_is_there_at_all(own: Own, ground: Ground) -> None:
    """The wall below the pages: whatever a page of ours would ask for, the rooms give this person's rows only."""
    from cairn.access.queries import person

    by = person(own.link.organisation, str(ground.anwen.uid))
    with scope.of(by):
        assert [row.pk for row in people.visible_to(by)] == [ground.anwen.pk]
        assert {row.client_id for row in visible_to(by)} <= {ground.anwen.pk}
        assert visible_to(by, Note).query.where
        with pytest.raises(scope.NoScope):
            people_around(by, ground.bashir)


def people_around(by: Any, other: Any) -> None:
    from cairn.people import around

    around.around(by, other)


# a flood


def test_a_flood_is_held_and_nothing_typed_is_lost(door: Door) -> None:
    most = rules.LIMITS["address"].most
    pages = [door.send(door.open()) for _ in range(most + 3)]
    assert [page.status for page in pages] == [302] * most + [429] * 3
    assert pages[-1].value("reason") == GOOD["reason"]
    assert int(pages[-1].response["Retry-After"]) > 0
    assert len(door.waiting) == most
    with later(11):
        assert door.send(door.open(), reason="Later").status == 302


def test_one_address_does_not_use_up_what_is_there_for_all() -> None:
    def knocks(who: str) -> list[Knock]:
        return [Knock("address", who, Limit(60, 2)), Knock("form", "f", Limit(60, 5))]

    assert [admit(knocks=knocks("a")) for _ in range(20)].count(0) == 2
    assert [admit(knocks=knocks("b")) for _ in range(20)].count(0) == 2
    assert [admit(knocks=knocks("c")) for _ in range(20)].count(0) == 1, "the form's own limit"


def test_tries_at_a_persons_door_are_counted_too(own: Own) -> None:
    for _ in range(rules.LIMITS["address"].most):
        admit(knocks=[Knock("own.address", "127.0.0.1", rules.LIMITS["address"])])
    assert own.enter().status == 429


def test_of_an_address_nothing_is_kept_that_leads_back_to_it(door: Door) -> None:
    door.send(door.open())
    assert "127.0.0.1" not in str(list(Throttle.objects.values()))
    assert {len(key) for key in Throttle.objects.values_list("key", flat=True)} == {64}


def test_a_stranger_does_not_choose_their_own_address(door: Door) -> None:
    """Without a proxy of ours, X-Forwarded-For is a stranger's word; with one, its last entry is the proxy's."""
    from django.test import RequestFactory

    from cairn.interfaces.public.replies import address_of

    asked = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2")
    assert address_of(asked) == "10.0.0.1"
    with override_settings(PROXIES=1):
        assert address_of(asked) == "2.2.2.2"
    with override_settings(PROXIES=3):
        assert address_of(asked) == "10.0.0.1"
    six = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    assert address_of(six) == "2001:db8:1:2::/64"


@pytest.mark.parametrize(
    ("told", "one"),
    [
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:4711", "192.0.2.1"),
        ("[2001:db8:1:2::5]:4711", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::5]", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_an_address_is_the_same_however_a_proxy_or_a_socket_writes_it(told: str, one: str) -> None:
    """With a port, every connection would be somebody new; as IPv6 writes IPv4, everybody would be one and the same."""
    from django.test import RequestFactory

    from cairn.interfaces.public.replies import address_of

    with override_settings(PROXIES=1):
        assert address_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=told)) == one


def test_a_link_never_opens_the_record_that_another_became(own: Own) -> None:
    """A manager takes two people for one: the link in Anwen's hand must not show her what was recorded of Bashir."""
    ground = own.ground
    own.enter()
    assert own.browser.get(own.page).status_code == 200
    by = ground.party.service_manager
    with scope.of(by):
        sides = {"age": "gone"}
        made = merging.merge(by=by, kept_uid=ground.bashir.uid, gone_uid=ground.anwen.uid, sides=sides)
        kept = str(list(Revision.objects.values_list("payload", flat=True)))
    assert own.browser.get(own.page).status_code == 403 and own.browser.get(own.door).status_code == 410
    assert own.enter().status == 410 and rules.token_hash(own.token) not in kept
    with scope.of(by):
        undo(by=by, event_uid=made.event_uid)
    own.enter()
    assert own.browser.get(own.page).status_code == 200


def test_an_address_that_is_no_code_is_not_looked_up(door: Door, django_assert_num_queries: Any) -> None:
    """PostgreSQL takes no NUL in a value, and a stranger may write one."""
    with django_assert_num_queries(0), pytest.raises(NotFound):
        queries.open_form("\0" * rules.CODE_LENGTH)
    assert door.browser.get("/refer/%00%F0%9F%92%A9/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_pass_more_than_the_limit() -> None:
    """Four workers, each knocking ten times, at a limit of seven: seven come in."""
    let_in: list[int] = []
    start = threading.Barrier(4)

    def knock() -> None:
        start.wait()
        with clock.fixed(clock.now()):
            found = [admit(knocks=[Knock("flood", "10.0.0.1", Limit(60, 7))]) for _ in range(10)]
        let_in.append(found.count(0))
        connections.close_all()

    threads = [threading.Thread(target=knock) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(let_in) == 7
    connection.close()


# forged, stuffed, misled


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_a_form_that_another_site_sent_is_not_taken(door: Door, own: Own, headers: dict[str, str]) -> None:
    page = door.send(door.open(), headers=headers)
    assert page.status == 422
    assert page.value("reason") == GOOD["reason"]
    assert door.waiting == []
    own.enter()
    key = Page(own.browser.get(own.page)).html.find("input", {"name": "key"})["value"]
    said = {"key": key, "purpose": "tell_story", "agree": "yes", "recipient": ""}
    assert own.browser.post(f"{own.page}agree/", said, headers=headers).status_code == 403


def test_without_the_key_of_the_page_nothing_is_done(own: Own) -> None:
    own.enter()
    for key in ("", "x" * 64):
        assert (
            own.browser.post(f"{own.page}agree/", {"key": key, "purpose": "tell_story", "agree": "yes"}).status_code
            == 403
        )


def test_a_script_in_every_field_is_text_wherever_it_is_shown(door: Door, own: Own) -> None:
    page = door.send(door.open(), who="family_or_friend", referrer=SCRIPT, referrer_contact=SCRIPT, name=SCRIPT,
                     reason=SCRIPT, safe_contact=SCRIPT, phone=SCRIPT, postcode=SCRIPT)  # fmt: skip
    assert b"<script>alert" not in page.response.content
    assert b"<img src=x" not in page.response.content
    landed = door.send(
        page, who="family_or_friend", referrer=SCRIPT, referrer_contact=SCRIPT, name=SCRIPT, reason=SCRIPT
    )
    assert landed.status == 302
    staff = Browser()
    from cairn.access.models import User

    staff.force_login(User.objects.get(uid=own.ground.by.uid))
    for path in ("/o/harbour/referrals/door/", f"/o/harbour/referrals/door/{door.waiting[0].uid}/"):
        shown = staff.get(path).content
        assert b"<script>alert" not in shown
        assert b"&lt;script&gt;alert(1)" in shown, "it is there, as text"
    own.enter()
    with scope.of(own.ground.by):
        visited(own.ground, own.ground.anwen.episodes.get(), DAY, 1)
        step = StepRecord.objects.get()
    assert b"<script>alert" not in own.send("say", about="step", uid=str(step.uid), words=SCRIPT).response.content
    assert "<script>alert(1)</script>" in own.send("agree", purpose="tell_story", recipient="", agree="yes").text


def test_more_than_a_form_can_hold_is_not_even_read(door: Door) -> None:
    answer = door.browser.post(door.url, {**GOOD, "reason": "x" * 70_000})
    assert answer.status_code == 413
    many = {f"f{n}": "x" for n in range(1500)}
    assert door.browser.post(door.url, many).status_code in (400, 413)
    assert door.waiting == []


@pytest.mark.parametrize(
    "path", ["/own/../o/harbour/", "/own/page/", "/refer//", "/own/page/x/", "/refer/a/b/c/", "/own/%2e%2e/"]
)
def test_odd_paths_lead_nowhere(path: str, own: Own) -> None:
    assert Browser().get(path).status_code in (302, 404)
    assert b"Anwen" not in Browser().get(path, follow=True).content


def test_a_strange_host_gets_nothing_and_nobody_is_sent_elsewhere(door: Door, own: Own) -> None:
    assert door.browser.get(door.url, headers={"host": "evil.example"}).status_code == 400
    sent = door.send(door.open(), next="https://evil.example/", back="//evil.example")
    assert sent.response["Location"].startswith("/refer/")
    entered = own.browser.post(own.door, {"day": "1", "month": "5", "next": "https://evil.example/", "lang": "//evil"})
    assert entered["Location"].startswith("/own/page/")


def test_a_made_up_receipt_is_none(door: Door) -> None:
    assert door.browser.get(f"{door.url}received/AAAA-BBBB/").status_code == 404
    forged = signing.dumps(["Call 0900 123", False], salt="cairn.receipt.other")
    assert door.browser.get(f"{door.url}received/{forged}/").status_code == 404


def test_the_uid_of_a_row_of_another_organisation_is_refused_without_a_word_of_it(door: Door) -> None:
    """A ticket is signed by us, so that nobody chooses a uid: one chosen is no ticket."""
    mine = signing.dumps([str(uuid.uuid4()), 0], salt="cairn.refer")
    assert door.send(door.open(), ticket=mine).status == 422


def test_the_address_of_a_page_is_told_to_no_other_site(own: Own) -> None:
    page = own.enter()
    for answer in (own.browser.get(own.door), page.response):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store, private"
        assert "noindex" in answer["X-Robots-Tag"]
    assert own.token not in page.response.content.decode()
    assert not [link for link in page.html.find_all("a", href=True) if "://" in link["href"]]


def test_two_who_try_at_once_share_the_five_tries(own: Own) -> None:
    with scope.of(own.ground.by):
        for _ in range(4):
            with pytest.raises(Refused):
                links.open_with(link_uid=own.link.uid, day="9", month="9")
        PersonLink.objects.filter(pk=own.link.pk).update(wrong_tries=5)
        from cairn.access.queries import NotFound

        with pytest.raises(NotFound):
            links.open_with(link_uid=own.link.uid, day="1", month="5")
