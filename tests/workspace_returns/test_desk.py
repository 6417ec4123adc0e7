"""The desk of both sides at a browser without JavaScript: found, asked, answered; nudged, and taken back."""

from cairn.access import scope
from cairn.cases.models import Referral
from cairn.contracts.models import Agreement
from cairn.people.models import Client
from cairn.returns import desk, rows_asked
from cairn.returns.models import CleaningEntry, Nudge
from tests.commissioner.conftest import Desk, sent
from tests.returns.conftest import Quarter, _today, agreement, anchor, partnered, quarter
from tests.workspace.conftest import Screen

__all__ = ["_today", "agreement", "anchor", "partnered", "quarter"]


def test_a_row_is_entered_asked_about_and_answered(quarter: Quarter, agreement: Agreement) -> None:
    uid, buyer, lead = (
        sent(quarter),
        Desk(quarter.eastborough, "contract_manager"),
        Screen(quarter.harbour, "data_lead"),
    )
    with scope.of(quarter.commissioner):
        row = desk.rows_of(desk.sent_of(quarter.commissioner, uid)[1])[0]
    buyer.send("cleaning_enter", {"row": row.reference, "table": row.table, "words": "Odd"}, answer=uid)
    with scope.of(quarter.commissioner):
        entry = CleaningEntry.objects.get()
    key = f"{entry.digest}:{entry.rule}"
    assert "changed" not in buyer.get("cleaning", answer=uid).text
    buyer.send("cleaning_act", {"keys": key, "words": "Which day?"}, answer=uid, deed="ask")
    assert "The provider is asked about 1 row." in buyer.get("cleaning", answer=uid).text
    assert "1 waits for you" in lead.get("return", answer=uid).text
    with scope.of(quarter.lead):
        (one,) = rows_asked.of(quarter.lead, uid)
    page = lead.get("rows_asked", answer=uid)
    assert one.client_name and f"Open the record of {one.client_name}" in page.text
    lead.send("rows_asked", {f"reply_{one.uid}": "The 7th"}, answer=uid)
    shown = buyer.get("cleaning", answer=uid).text
    assert "The 7th" in shown and one.client_name not in shown.split()
    buyer.send("cleaning_act", {"keys": key, "words": "Not theirs"}, answer=uid, deed="set_aside")
    aside = buyer.get("cleaning", answer=uid).text
    assert "Set aside: 1 row." in aside and "changed" in aside
    assert b"Not theirs" in buyer.get("cleaning", "?as=csv", answer=uid).response.content


def test_colleagues_are_asked_by_name_and_it_is_taken_back(quarter: Quarter, agreement: Agreement) -> None:
    by, lead = quarter.harbour.support_worker, Screen(quarter.harbour, "data_lead")
    with scope.of(by):
        Referral.objects.filter(client__in=quarter.people.values()).update(worker_uid=by.uid)
        Client.objects.filter(pk=quarter.people["Cleo"].pk).update(gender="not_asked")
    assert "Ask all by name" in lead.get("owing", answer=quarter.uid).text
    lead.send("owing", {"whom": "all", "words": "Please"}, answer=quarter.uid)
    assert "Asked 1 colleague." in lead.get("owing", answer=quarter.uid).text
    worker = Screen(quarter.harbour, "support_worker")
    assert "Gender not asked" in worker.get("home").text
    with scope.of(by):
        nudge = Nudge.objects.get(task="about:gender")
    mine = worker.get("asked_of_me", nudge=nudge.uid).text
    assert "Cleo" in mine and mine.startswith("Gender not asked")
    lead.send("owing", {"back": "1"}, answer=quarter.uid)
    assert "Gender not asked" not in worker.get("home").text
    lead.send("owing", {"whom": "all"}, answer=quarter.uid)
    with scope.of(by):
        again = Nudge.objects.get(task="about:gender")
    worker.send("asked_of_me", {}, nudge=again.uid)
    assert "Gender not asked" not in worker.get("home").text
