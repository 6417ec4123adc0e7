"""What leaves, why and until when: read, signed, narrowed, paused; and a partner's own word."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.access import scope
from cairn.contracts import sharing
from cairn.contracts.actions import agreements, contracts
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.models import Agreement, ContractPartner
from tests.returns.conftest import FIELDS, YEAR, Quarter
from tests.workspace.conftest import Screen


def drafted(quarter: Quarter, **changes: Any) -> Agreement:
    with scope.of(quarter.commissioner):
        return agreements.draft(
            by=quarter.commissioner, contract_uid=str(quarter.contract.uid), purpose="To see who is served",
            **{"fields": FIELDS, "start_date": YEAR[0], "end_date": YEAR[1], **changes},
        ).one  # fmt: skip


def test_a_draft_waits_is_read_and_signed_once(lead: Screen, quarter: Quarter) -> None:
    uid = drafted(quarter).uid
    assert "Waits for your signature" in lead.get("agreements").text
    page = lead.get("agreement", agreement=uid)
    assert "Gender" in page.text and "To see who is not" in page.text and "until" not in page.errors
    carried = page.html.select_one("#carried").text
    assert "Referrals received" in carried and "Service reach · every quarter" in carried
    assert "1 January 2025 to 31 December 2025" in page.text and "Never, under any agreement: names" in page.text
    assert lead.send("agreement_sign", {}, agreement=uid).status == 302
    again = lead.send("agreement_sign", {}, agreement=uid)
    assert again.status == 422 and "Your side has signed already" in again.text


def test_one_field_is_said_as_one(lead: Screen, quarter: Quarter) -> None:
    found = drafted(quarter, fields=FIELDS[:1])
    assert "these 1" not in (page := lead.get("agreement", agreement=found.uid)).text and "this 1 field:" in page.text
    assert "1 field ·" in lead.get("agreements").text


def test_a_stale_page_signs_nothing(lead: Screen, quarter: Quarter) -> None:
    found = drafted(quarter)
    with scope.of(quarter.commissioner):
        agreements.sign(by=quarter.commissioner, agreement_uid=str(found.uid))
    before = lead.deeds
    page = lead.send("agreement_sign", {"version": str(found.version)}, agreement=found.uid)
    assert page.status == 422 and "Somebody else changed this" in page.text and lead.deeds == before


def test_a_field_is_struck_with_a_word_why(lead: Screen, agreement: Agreement) -> None:
    before = lead.deeds
    long = lead.send("agreement_strike", {"reason": "x" * 301}, agreement=agreement.uid, field="gender")
    assert long.status == 422 and set(long.errors) == {"reason"} and lead.deeds == before
    assert lead.send("agreement_strike", {"reason": "Too few"}, agreement=agreement.uid, field="gender").status == 302
    assert "To see who is served" not in [
        note.get_text() for note in lead.get("agreement", agreement=agreement.uid).html.select("#fields .rt-note")
    ]
    assert lead.get("agreement_strike", agreement=agreement.uid, field="gender").status == 404


def test_live_reading_is_paused_and_resumed(lead: Screen, quarter: Quarter) -> None:
    uid = drafted(quarter, allows_live=True).uid
    for by in (quarter.lead, quarter.commissioner):
        with scope.of(by):
            agreements.sign(by=by, agreement_uid=str(uid))
    assert lead.send("agreement_pause", {"pause": "1"}, agreement=uid).status == 302
    assert "You have paused this" in lead.get("agreement", agreement=uid).text
    assert lead.send("agreement_pause", {"resume": "1"}, agreement=uid).status == 302
    assert "Pause live reading" in lead.get("agreement", agreement=uid).text


def test_a_partner_reads_what_the_lead_will_see_and_agrees_once(partner: Screen, quarter: Quarter) -> None:
    assert "asks you to share rows" in partner.get("agreements").text
    page = partner.get("partner_agree", contract=quarter.contract.uid)
    assert "never sees" in page.text and "Walks" in page.text
    assert partner.send("partner_agree", {}, contract=quarter.contract.uid).status == 302
    with scope.of(quarter.anchor.data_lead):
        assert ContractPartner.objects.get().agreed_date is not None
    again = partner.send("partner_agree", {}, contract=quarter.contract.uid)
    assert again.status == 422 and "agreed already" in again.text


def test_nothing_to_agree_teaches(outsider: Screen) -> None:
    assert "You have no contract here yet" in outsider.get("agreements").text


def test_an_agreement_of_others_is_not_found(
    outsider: Screen, partner: Screen, quarter: Quarter, agreement: Agreement
) -> None:
    for screen in (outsider, partner, Screen(quarter.harbour, "support_worker")):
        assert screen.get("agreement", agreement=agreement.uid).status == 404
        assert screen.send("agreement_sign", {}, agreement=agreement.uid).status == 404
        assert screen.send("agreement_pause", {}, agreement=agreement.uid).status == 404
        assert screen.get("agreement_strike", agreement=agreement.uid, field="gender").status == 404
    for screen in (outsider, Screen(quarter.harbour, "data_lead")):
        assert screen.get("partner_agree", contract=quarter.contract.uid).status == 404


def test_the_list_asks_as_often_for_many_contracts_as_for_one(lead: Screen, quarter: Quarter) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            found = sharing.listing(quarter.lead)
        assert any(each.agreements for each in found)
        return len(seen)

    drafted(quarter)
    with scope.of(quarter.lead):
        few = asked()
    first = quarter.contract
    with scope.of(quarter.commissioner):
        new = NewContract("A-2", "A second", first.commissioning_area, *YEAR, provider_slug=first.provider.slug)
        uid = str(contracts.add(by=quarter.commissioner, contracts=[new]).one.uid)
        agreements.draft(
            by=quarter.commissioner, contract_uid=uid, purpose="To see who is served", fields=FIELDS, start_date=YEAR[0],
            end_date=YEAR[1],
        )  # fmt: skip
    with scope.of(quarter.lead):
        assert asked() == few
        assert len(sharing.listing(quarter.lead)) == 2
