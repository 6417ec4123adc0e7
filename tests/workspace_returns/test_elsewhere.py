"""A return that was filled elsewhere, on screen: the file out and in, what was found, what would change, and the receipt."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.access import scope
from cairn.contracts.models import Agreement
from cairn.desk import jobs
from cairn.exchange.actions import returned
from cairn.exchange.models import ReturnedFile
from cairn.kernel import clock
from cairn.returns import desk, queries
from cairn.returns.models import Return, Submission
from tests.commissioner.conftest import Desk
from tests.exchange.returned.conftest import annual, file, rejected, with_figure, yearly
from tests.exchange.returned.test_counted import file as counted
from tests.exchange.returned.test_rows import elsewhere, send
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Page, Screen

__all__ = ["annual", "yearly"]
COUNTED = with_figure("people_supported", "", value=41, n=41, comment="Counted in our own system.")


def send_in(lead: Screen, quarter: Quarter, data: bytes, name: str = "our return.xlsx") -> str:
    """Send a file in; the uid under which it stands."""
    page = lead.send("return_elsewhere", {"file": SimpleUploadedFile(name, data)}, answer=quarter.uid)
    assert page.status == 302, page.text
    return str(page.response["Location"]).split("/")[-2]


def stand(lead: Screen, quarter: Quarter, uid: str) -> Page:
    return lead.get("return_file", answer=quarter.uid, file=uid)


def submit(lead: Screen, quarter: Quarter, uid: str) -> Page:
    version = stand(lead, quarter, uid).value("version")
    return lead.send("return_file", {"comment": "All of it", "version": version}, answer=quarter.uid, file=uid)


def test_from_the_return_to_the_receipt(lead: Screen, quarter: Quarter) -> None:
    assert "send a file" in lead.get("return", answer=quarter.uid).text
    page = lead.get("return_elsewhere", answer=quarter.uid)
    assert "Take the file out" in page.text
    empty = lead.get("return_file_empty", answer=quarter.uid, way="workbook").response
    assert "-empty.xlsx" in empty["Content-Disposition"] and empty.content.startswith(b"PK")
    uid = send_in(lead, quarter, file(quarter.lead, quarter.uid, "workbook", COUNTED))
    page = stand(lead, quarter, uid)
    assert "Check, then submit" in page.text and "Supplied" in page.text and "Counted in our own system." in page.text
    with scope.of(quarter.lead):
        assert not Submission.objects.exists()
    assert submit(lead, quarter, uid).status == 302
    page = stand(lead, quarter, uid)
    (sha256,) = re.findall(r"SHA-256 ([0-9a-f]{64})", page.text)
    assert "Version 1 was sent" in page.text and "1 supplied" in page.text
    assert sha256 in lead.get("return_receipt", answer=quarter.uid, number=1).text
    assert "Supplied from another system: Counted" in lead.get("return", answer=quarter.uid).text
    page = lead.get("return_elsewhere", answer=quarter.uid)
    assert "version 1" in page.text and "takes no file now" in page.text


def test_what_is_wrong_is_shown_all_at_once_and_taken_out_as_a_file(lead: Screen, quarter: Quarter) -> None:
    wrong = with_figure("people_supported", "", value="about forty", n=-1)
    uid = send_in(lead, quarter, file(quarter.lead, quarter.uid, "package", wrong), "ours.zip")
    page = stand(lead, quarter, uid)
    assert "2 things are wrong" in page.text and "Nothing was taken" in page.text
    assert "text where a number belongs" in page.text and "negative number" in page.text
    assert "about forty" not in page.text
    assert submit_refused(lead, quarter, uid)
    with scope.of(quarter.lead):
        assert not Submission.objects.exists()


def submit_refused(lead: Screen, quarter: Quarter, uid: str) -> bool:
    page = lead.send("return_file", {"comment": "", "version": "1"}, answer=quarter.uid, file=uid)
    return page.status == 422 and "not waiting for that any more" in page.text


def test_sent_again_replaces_what_was_sent_and_both_are_kept(lead: Screen, quarter: Quarter) -> None:
    first = send_in(lead, quarter, file(quarter.lead, quarter.uid))
    submit(lead, quarter, first)
    rejected(quarter)
    data = file(quarter.lead, quarter.uid, "json", COUNTED)
    second = send_in(lead, quarter, data, "ours.json")
    page = stand(lead, quarter, second)
    assert re.search(r"People supported.*41.*2.*2", page.text, re.S), "in the file, worked out here, last sent"
    submit(lead, quarter, second)
    with scope.of(quarter.lead):
        one, two = Submission.objects.order_by("number")
        assert one.sha256 != two.sha256 and not queries.verify(one) and not queries.verify(two)
    buyer = Desk(quarter.eastborough, "contract_manager")
    for page in (lead.get("return", answer=quarter.uid), buyer.get("return", answer=quarter.uid)):
        told = page.html.select_one("#resent").get_text(" ", strip=True)
        assert re.search(r"What changed since version 1 .*People supported 2 41 No row changed", told), told


def test_a_big_file_is_a_job_and_the_page_shows_how_far_it_is(
    lead: Screen, quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returned, "AT_ONCE", 10)
    uid = send_in(lead, quarter, file(quarter.lead, quarter.uid))
    assert "being looked over" in stand(lead, quarter, uid).text
    jobs.work_one()
    assert submit(lead, quarter, uid).status == 302
    assert "It is being sent" in stand(lead, quarter, uid).text
    jobs.work_one()
    assert "Version 1 was sent" in stand(lead, quarter, uid).text


def test_what_stands_in_the_way_is_kept_with_a_big_file(
    lead: Screen, quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returned, "AT_ONCE", 10)
    uid = send_in(lead, quarter, file(quarter.lead, quarter.uid))
    jobs.work_one()
    submit(lead, quarter, uid)
    with scope.of(quarter.lead):
        Return.objects.filter(uid=quarter.uid).update(state="accepted")
    jobs.work_one()
    page = stand(lead, quarter, uid)
    assert "It was not sent" in page.text and "accepted and is locked" in page.text


def test_a_file_that_is_given_up_is_gone(lead: Screen, quarter: Quarter) -> None:
    uid = send_in(lead, quarter, file(quarter.lead, quarter.uid))
    assert lead.send("return_file_drop", {}, answer=quarter.uid, file=uid).status == 302
    assert "The file is deleted" in stand(lead, quarter, uid).text
    with scope.of(quarter.lead):
        row = ReturnedFile.objects.select_related("upload").get(uid=uid)
    assert row.upload.state == "leaving"
    assert lead.send("return_file_again", {}, answer=quarter.uid, file=uid).status == 302
    assert "This file was deleted, and nothing of it is kept" in stand(lead, quarter, uid).text


def test_nobody_else_sees_a_file(lead: Screen, outsider: Screen, partner: Screen, quarter: Quarter) -> None:
    uid = send_in(lead, quarter, file(quarter.lead, quarter.uid))
    for screen in (outsider, partner):
        assert screen.get("return_elsewhere", answer=quarter.uid).status == 404
        assert screen.get("return_file", answer=quarter.uid, file=uid).status == 404


def test_the_commissioner_sees_what_was_supplied(lead: Screen, quarter: Quarter, eastborough: Any) -> None:
    submit(lead, quarter, send_in(lead, quarter, file(quarter.lead, quarter.uid, "workbook", COUNTED)))
    with scope.of(quarter.commissioner):
        seen = queries.answer(quarter.commissioner, quarter.uid)
    assert [(one.value, one.comment) for one in seen.figures if one.supplied] == [(41, "Counted in our own system.")]


def test_a_row_that_is_asked_about_is_known_by_the_code_of_ones_own_system(
    lead: Screen, quarter: Quarter, yearly: str
) -> None:
    send(quarter, yearly, elsewhere(quarter, yearly))
    buyer = Desk(quarter.eastborough, "contract_manager")
    with scope.of(quarter.commissioner):
        row = next(
            one for one in desk.rows_of(desk.sent_of(quarter.commissioner, yearly)[1]) if one.table == "referral"
        )
    buyer.send("cleaning_enter", {"row": row.reference, "table": row.table, "words": "Odd"}, answer=yearly)
    (line,) = (one for one in desk_lines(quarter, yearly) if one.rule == "by_hand")
    buyer.send("cleaning_act", {"keys": line.key, "words": "Which day?"}, answer=yearly, deed="ask")
    page = lead.get("rows_asked", answer=yearly)
    assert re.search(r"In your own system: C-0000\d", page.text)
    assert "C-0000" not in buyer.get("cleaning", answer=yearly).text


def test_rows_behind_a_supplied_figure_stand_under_the_codes_of_ones_own_system(
    lead: Screen, quarter: Quarter, agreement: Agreement
) -> None:
    send(quarter, quarter.uid, counted(quarter))
    page = lead.get("rows_behind", answer=quarter.uid, measure="referrals_received")
    assert "C-21" in page.text and "from your own system" in page.text
    assert "no longer counted" not in page.text and "not yours to name" not in page.text


def desk_lines(quarter: Quarter, uid: str) -> tuple[desk.Line, ...]:
    with scope.of(quarter.commissioner):
        found = desk.of(quarter.commissioner, uid)
    assert found is not None
    return found.lines


def test_a_file_comes_no_later_than_the_screen_would_take_it(lead: Screen, quarter: Quarter) -> None:
    data = file(quarter.lead, quarter.uid)
    with clock.fixed(clock.now() + timedelta(days=40)):
        uid = send_in(lead, quarter, data)
        assert "is marked as late" in stand(lead, quarter, uid).text
    with clock.fixed(clock.now() + timedelta(days=400)):
        late = send_in(lead, quarter, data)
        page = stand(lead, quarter, late)
        assert "It cannot be sent yet" in page.text and "version" not in page.names()
        page = lead.send("return_file", {"comment": "", "version": "1"}, answer=quarter.uid, file=late)
        assert page.status == 422
    with scope.of(quarter.lead):
        assert not Submission.objects.exists()
