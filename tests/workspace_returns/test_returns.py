"""A return that has filled itself: looked through, corrected with a reason, previewed, sent."""

import pytest

from cairn.access import scope
from cairn.contracts.models import Agreement
from cairn.people.actions import clients
from cairn.returns.actions import overrides, review
from cairn.returns.models import Figure, Submission
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Screen


def submissions(quarter: Quarter) -> int:
    with scope.of(quarter.lead):
        return int(Submission.objects.count())


def send(lead: Screen, quarter: Quarter) -> None:
    page = lead.get("return_submit", answer=quarter.uid)
    hidden = {name: page.html.find("input", {"name": name})["value"] for name in ("version", "seen")}
    assert lead.send("return_submit", {**hidden, "comment": "As planned"}, answer=quarter.uid).status == 302


def test_the_list_says_what_is_due(lead: Screen, quarter: Quarter) -> None:
    page = lead.get("returns")
    assert "To do now" in page.text and "E-1, Spring" in page.text and "due by 31 July 2025" in page.text


def test_the_list_is_taken_out_as_a_file(lead: Screen, quarter: Quarter) -> None:
    file = lead.browser.get(f"/o/{lead.party.organisation.slug}/returns/?as=csv")
    assert file["Content-Type"].startswith("text/csv")
    assert file.content.decode("utf-8-sig").startswith("Contract,Title,For,Round")
    assert len(file.content.decode().splitlines()) == 2


def test_a_provider_without_returns_is_told_how_one_comes(outsider: Screen) -> None:
    assert "No return is asked for yet" in outsider.get("returns").text


def test_every_figure_opens_its_definition_and_the_rows_behind_it(lead: Screen, quarter: Quarter) -> None:
    page = lead.get("return", answer=quarter.uid)
    row = page.html.find(id="figure-referrals_received")
    assert "Referrals that reached us" in row.get_text() and row.select_one(".rt-figures__value").get_text() == "5"
    link = row.find("a", href=lead.url("rows_behind", answer=quarter.uid, measure="referrals_received"))
    rows = lead.browser.get(link["href"]).content.decode()
    assert "Ada" in rows and lead.url("client", client=quarter.people["Ada"].uid) in rows


def test_rows_of_a_partner_are_shown_without_a_name(lead: Screen, partnered: Quarter) -> None:
    page = lead.get("rows_behind", answer=partnered.uid, measure="referrals_received")
    assert "now. 7 rows in all" in page.text and "Anchor Street" in page.text
    assert "not yours to name" in page.text and "Partner One" not in page.text


def test_rows_of_one_part_only(lead: Screen, quarter: Quarter) -> None:
    page = lead.get(
        "rows_behind", "?code=unsuccessful_reason%3Dno_capacity", answer=quarter.uid, measure="referrals_unsuccessful"
    )
    assert "2 rows in all" in page.text and "Cleo" in page.text and "Ada" not in page.text


@pytest.mark.parametrize("measure", ["nothing_such", "swemwbs_change"])
def test_a_figure_that_the_return_does_not_carry_is_not_found(lead: Screen, quarter: Quarter, measure: str) -> None:
    assert lead.get("rows_behind", answer=quarter.uid, measure=measure).status == 404
    assert lead.get("override", answer=quarter.uid, measure=measure).status == 404


def test_a_correction_needs_a_number_and_a_reason_that_says_something(lead: Screen, quarter: Quarter) -> None:
    before = lead.deeds
    page = lead.send("override", {"value": "many", "reason": ""}, answer=quarter.uid, measure="needs_met")
    assert page.status == 422 and set(page.errors) == {"value", "reason"} and lead.deeds == before
    assert page.html.find("input", {"name": "value"})["value"] == "many"
    page = lead.send("override", {"value": "3", "reason": "Paper"}, answer=quarter.uid, measure="needs_met")
    assert page.status == 422 and set(page.errors) == {"reason"} and lead.deeds == before


def test_a_correction_stands_beside_what_was_worked_out_until_it_is_cleared(lead: Screen, quarter: Quarter) -> None:
    said = {"value": "3", "reason": "Two were noted on paper only"}
    assert lead.send("override", said, answer=quarter.uid, measure="needs_met").status == 302
    text = lead.get("return", answer=quarter.uid).text
    assert "Two were noted on paper only" in text and "Worked out: 1" in text
    assert lead.send("override_clear", {}, answer=quarter.uid, measure="needs_met").status == 302
    assert "noted on paper" not in lead.get("return", answer=quarter.uid).text


def test_a_correction_of_one_part(lead: Screen, quarter: Quarter) -> None:
    url = (
        lead.url("override", answer=quarter.uid, measure="referrals_unsuccessful")
        + "?code=unsuccessful_reason%3Dno_capacity"
    )
    assert lead.browser.post(url, {"value": "4", "reason": "Two came by telephone"}).status_code == 302
    with scope.of(quarter.lead):
        assert Figure.objects.get().code == "unsuccessful_reason=no_capacity"


def test_of_two_who_correct_the_second_sees_the_first(lead: Screen, quarter: Quarter) -> None:
    first = {"measure": "needs_met", "reason": "Two were noted on paper only"}
    with scope.of(quarter.lead):
        overrides.put(by=quarter.lead, return_uid=quarter.uid, value=3, **first)
    page = lead.get("override", answer=quarter.uid, measure="needs_met")
    version = page.html.find("input", {"name": "version"})["value"]
    with scope.of(quarter.lead):
        overrides.put(by=quarter.lead, return_uid=quarter.uid, value=5, **first)
    mine = {"value": "4", "reason": "Three were noted on paper", "version": version}
    page = lead.send("override", mine, answer=quarter.uid, measure="needs_met")
    assert page.status == 422 and "Somebody else changed this" in page.text and "Three were noted on paper" in page.text
    assert page.html.find("th", string="The number to send").find_next("td").get_text() in {"5", "5.0"}


def test_the_preview_shows_every_column_with_its_purpose_and_no_name(
    lead: Screen, quarter: Quarter, agreement: Agreement
) -> None:
    page = lead.get("return_preview", answer=quarter.uid)
    assert "To see who is served" in page.text and "Referrals: 5 rows" in page.text
    assert not any(name in page.text for name in quarter.people)


def test_without_an_agreement_the_preview_says_that_only_figures_leave(lead: Screen, quarter: Quarter) -> None:
    page = lead.get("return_preview", answer=quarter.uid)
    assert "only figures leave" in page.text and not page.html.select(".rt-preview")


def test_pages_of_the_preview_that_are_not_there(lead: Screen, quarter: Quarter, agreement: Agreement) -> None:
    assert "no rows on this page" in lead.get("return_preview", "?table=referral&page=9", answer=quarter.uid).text
    assert lead.get("return_preview", "?table=referral&page=x", answer=quarter.uid).status == 200


def test_sending_gives_a_receipt_that_proves_itself(lead: Screen, quarter: Quarter, agreement: Agreement) -> None:
    send(lead, quarter)
    page = lead.get("return_receipt", answer=quarter.uid, number=1)
    assert (
        "it is as it was sent" in page.text
        and "data_lead of Harbour Trust" in page.text
        and "without names" in page.text
    )
    after = lead.get("return", answer=quarter.uid)
    assert "With Eastborough Council" in after.text and "Correct" not in after.text and "As planned" in after.text


def test_a_page_from_before_it_was_sent_leads_to_the_receipt_and_sends_nothing_twice(
    lead: Screen, quarter: Quarter
) -> None:
    send(lead, quarter)
    before, receipt = lead.deeds, lead.url("return_receipt", answer=quarter.uid, number=1)
    again = lead.send("return_submit", {"version": "1", "seen": "stale"}, answer=quarter.uid)
    assert again.status == 302 and again.response["Location"] == receipt
    assert lead.get("return_submit", answer=quarter.uid).response["Location"] == receipt
    assert lead.get("return_preview", answer=quarter.uid).response["Location"] == receipt
    assert "sent already, so nothing was sent twice" in lead.get("return_receipt", answer=quarter.uid, number=1).text
    assert lead.deeds == before and submissions(quarter) == 1


def test_a_figure_of_a_sent_return_is_not_offered_for_correction(lead: Screen, quarter: Quarter) -> None:
    send(lead, quarter)
    before = lead.deeds
    page = lead.get("override", answer=quarter.uid, measure="needs_met")
    assert page.status == 302
    assert page.response["Location"] == lead.url("return", answer=quarter.uid) + "#figure-needs_met"
    assert "its figures stand as they are" in lead.get("return", answer=quarter.uid).text
    said = {"value": "3", "reason": "Two were noted on paper only"}
    assert lead.send("override", said, answer=quarter.uid, measure="needs_met").status == 302
    assert lead.deeds == before


def test_figures_that_moved_since_they_were_looked_at_are_not_sent(lead: Screen, quarter: Quarter) -> None:
    page = lead.get("return_submit", answer=quarter.uid)
    seen = page.html.find("input", {"name": "seen"})["value"]
    lead.send("override", {"value": "3", "reason": "Two on paper only"}, answer=quarter.uid, measure="needs_met")
    page = lead.send("return_submit", {"seen": seen, "comment": "As planned"}, answer=quarter.uid)
    assert page.status == 422 and "have changed since you looked" in page.text and "As planned" in page.text
    assert submissions(quarter) == 0
    again = page.html.find("input", {"name": "seen"})["value"]
    assert lead.send("return_submit", {"seen": again}, answer=quarter.uid).status == 302


def test_rejected_shows_the_reason_and_opens_again(lead: Screen, quarter: Quarter) -> None:
    send(lead, quarter)
    with scope.of(quarter.commissioner):
        review.reject(by=quarter.commissioner, return_uid=quarter.uid, reason="Gender is missing for three")
    page = lead.get("return", answer=quarter.uid)
    assert "Gender is missing for three" in page.text and "Check and submit" in page.text
    send(lead, quarter)
    assert submissions(quarter) == 2 and "(version 2)" in lead.get("return", answer=quarter.uid).text


def test_accepted_is_locked_with_its_hash_and_marks_what_changed_since(
    lead: Screen, quarter: Quarter, agreement: Agreement
) -> None:
    send(lead, quarter)
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=quarter.uid)
    page = lead.get("return", answer=quarter.uid)
    assert "and locked" in page.text and "SHA-256" in page.text
    by = quarter.harbour.service_manager
    with scope.of(by):
        ben = quarter.people["Ben"]
        ben.refresh_from_db()
        clients.change(by=by, client_uid=str(ben.uid), version=ben.version, gender="woman")
    rows = lead.get("rows_behind", answer=quarter.uid, measure="referrals_received")
    assert "As sent on" in rows.text and "changed since" in rows.text


@pytest.mark.parametrize("name", ["return", "return_preview", "return_submit"])
def test_a_return_of_others_is_not_found(outsider: Screen, partner: Screen, quarter: Quarter, name: str) -> None:
    for screen in (outsider, partner, Screen(quarter.harbour, "support_worker"), Screen(quarter.harbour, "trustee")):
        assert screen.get(name, answer=quarter.uid).status == 404
        assert screen.get("rows_behind", answer=quarter.uid, measure="needs_met").status == 404
        assert screen.send("override", {"value": "1"}, answer=quarter.uid, measure="needs_met").status == 404
        assert screen.send("override_clear", {}, answer=quarter.uid, measure="needs_met").status == 404
        assert screen.get("return_receipt", answer=quarter.uid, number=1).status == 404
