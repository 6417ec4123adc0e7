"""The public referral form: open to anybody who has the address, and telling nobody anything."""

import re
import uuid
from datetime import date

import pytest
from django.core import signing
from django.test import Client as Browser

from cairn.access import scope
from cairn.intake.actions import forms
from cairn.kernel import clock
from cairn.services.actions import services
from tests.public.conftest import GOOD, NOW, Door
from tests.workspace.conftest import Page

pytestmark = pytest.mark.django_db


def test_what_was_sent_waits_in_the_queue_and_the_receipt_says_so(door: Door) -> None:
    more = {"birth_date_day": "3", "birth_date_month": "2", "birth_date_year": "1990", "urgency": "soon"}
    page = door.send(door.open(), safe_contact="Text first", language="welsh", **more)
    assert page.status == 302
    receipt = Page(door.browser.get(page.response["Location"]))
    assert re.search(r"Your reference: [0-9A-F]{4}-[0-9A-F]{4}", receipt.text)
    (sent,) = door.waiting
    assert (sent.name, sent.phone, sent.reason, sent.safe_contact) == (
        GOOD["name"],
        GOOD["phone"],
        GOOD["reason"],
        "Text first",
    )
    assert (sent.birth_date, sent.urgency, sent.sector, sent.consent) == (date(1990, 2, 3), "soon", "self", "self")
    assert sent.more == {"language": "welsh"}


def test_one_who_asks_for_somebody_else_says_who_they_are_and_of_what_sector(door: Door) -> None:
    page = door.send(door.open(), who="worker", phone="")
    assert page.errors.keys() == {"sector", "referrer", "referrer_contact"}
    door.send(page, who="worker", phone="", sector="statutory", referrer="Sam, the surgery",
              referrer_contact="sam@surgery.example", agrees="yes")  # fmt: skip
    (sent,) = door.waiting
    assert (sent.sector, sent.referrer, sent.referrer_contact, sent.consent) == (
        "statutory", "Sam, the surgery", "sam@surgery.example", "given",
    )  # fmt: skip


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(door: Door) -> None:
    page = door.send(door.open(), name="", phone="", reason="", email="no-address", birth_date_day="45",
                     birth_date_month="x", birth_date_year="1990", safe_contact="Text first")  # fmt: skip
    assert page.status == 422
    assert {"name", "reason", "email", "birth_date_day"} <= page.errors.keys()
    assert page.value("safe_contact") == "Text first"
    assert page.value("email") == "no-address"
    assert door.waiting == []


def test_sent_twice_it_lands_once_and_the_second_receipt_says_what_stands(door: Door) -> None:
    page = door.open()
    first, second = door.send(page), door.send(page, reason="Something else")
    receipts = [Page(door.browser.get(one.response["Location"])).text for one in (first, second)]
    assert [one.reason for one in door.waiting] == [GOOD["reason"]]
    assert "what was sent first stands" not in receipts[0]
    assert "what was sent first stands" in receipts[1]


def test_nobody_learns_whether_a_person_is_known(door: Door) -> None:
    """Anwen is supported here, Mary is not: the answers differ in nothing but the reference."""
    told = []
    for name in ("Anwen", "Mary Somerville"):
        answer = door.send(door.open(), name=name, birth_date_day="1", birth_date_month="5", birth_date_year="1980")
        receipt = Page(door.browser.get(answer.response["Location"]))
        told.append((answer.status, receipt.status, re.sub(r"[0-9A-F]{4}-[0-9A-F]{4}", "REF", receipt.text)))
    assert told[0] == told[1]


def test_closed_replaced_and_unknown_addresses_are_one_and_the_same_page(door: Door) -> None:
    by = door.party.service_manager
    never = Browser().get("/refer/abcdefghjkmnpqrs/")
    with scope.of(by):
        forms.renew(by=by, service_uid=door.service)
    replaced = door.browser.get(door.url)
    with scope.of(by):
        code = forms.close(by=by, service_uid=door.service).one.code
    closed = Browser().get(f"/refer/{code}/")
    assert {one.status_code for one in (never, replaced, closed)} == {404}
    assert never.content == replaced.content == closed.content
    assert {str(sorted(one.headers.items())) for one in (never, replaced, closed)} == {
        str(sorted(never.headers.items()))
    }


def test_the_form_of_a_service_that_has_ended_is_closed(door: Door) -> None:
    by = door.party.service_manager
    with scope.of(by):
        services.change(by=by, service_uid=door.service, version=None, end_date=date(2025, 6, 29))
    assert door.open().status == 404


def test_no_cookie_is_set_and_nothing_is_kept_or_found(door: Door) -> None:
    page = door.open()
    sent = door.send(page)
    for answer in (page.response, sent.response, door.browser.get(sent.response["Location"])):
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store, private"
        assert "noindex" in answer["X-Robots-Tag"]


def test_only_what_the_service_asks_for_is_there(door: Door) -> None:
    by = door.party.service_manager
    with scope.of(by):
        forms.open_(by=by, service_uid=door.service, asks=["postcode"])
    assert {"birth_date_day", "urgency", "language"}.isdisjoint(door.open().names())
    assert "postcode" in door.open().names()


def test_the_trap_is_for_no_person_and_one_who_falls_into_it_gets_out(door: Door) -> None:
    hidden = door.open().html.find("input", {"name": "homepage"})
    assert hidden["tabindex"] == "-1"
    assert hidden.find_parent(attrs={"aria-hidden": "true"})
    page = door.send(door.open(), homepage="http://spam.example")
    assert page.errors.keys() == {"homepage"}
    shown = page.html.find("input", {"name": "homepage"})
    assert not shown.find_parent(attrs={"aria-hidden": "true"})
    assert door.waiting == []
    assert door.send(page, homepage="").status == 302


def test_what_comes_too_quickly_is_asked_for_again_and_slowness_is_no_fault(door: Door) -> None:
    quick = door.send(door.open(), seconds=1)
    assert quick.status == 422
    assert quick.value("name") == GOOD["name"]
    assert door.send(quick, seconds=10).status == 302
    assert door.send(door.open(), seconds=6 * 86_400).status == 302
    old = door.send(door.open(), seconds=8 * 86_400)
    assert old.status == 422
    assert old.value("ticket") != ""
    with clock.fixed(NOW.replace(day=30, hour=23)):
        assert len(door.waiting) == 2


def test_a_ticket_of_another_form_or_a_made_up_one_is_none(door: Door) -> None:
    forged = signing.dumps([str(uuid.uuid4()), 0], salt="cairn.refer.zzzzzzzzzzzzzzzz")
    for ticket in ("", "x", forged):
        page = door.send(door.open(), ticket=ticket)
        assert page.status == 422
        assert page.value("reason") == GOOD["reason"]
    assert door.waiting == []
