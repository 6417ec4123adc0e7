"""Somebody is erased while rows or forms about them are being sent: they are nowhere afterwards, or it was refused in words."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from cairn.access import chain, scope
from cairn.access.models import Revision
from cairn.collection.actions import sending
from cairn.collection.models import CollectedForm, FormSubmission, OpenForm
from cairn.contracts.actions import partners
from cairn.desk import received
from cairn.exchange.actions import forms, returned, supplied
from cairn.exchange.models import ReturnedFile, SuppliedCode
from cairn.insight.mart import files as marts
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.people.actions.erasure import erase
from cairn.people.models import Client
from cairn.returns import queries
from cairn.returns.actions import submissions
from cairn.returns.models import RowCode, Submission, SubmissionRow
from tests.cases.conftest import lay
from tests.collection import filled_in
from tests.collection.programme import lay_programme, supported
from tests.concurrency.racing import MEETINGS, Work, alone, race, was_done
from tests.conftest import Party
from tests.exchange.forms.conftest import Programme
from tests.exchange.forms.conftest import programme as programme
from tests.exchange.returned import conftest as files_of
from tests.exchange.returned import test_counted as elsewhere
from tests.returns.conftest import Quarter, _today, anchor, quarter, signed_agreement
from tests.returns.test_submitting import decide, submit

pytestmark = pytest.mark.django_db(transaction=True)
raced = pytest.mark.parametrize("meeting", MEETINGS)
__all__ = ["_today", "anchor", "quarter"]


def erasing(party: Any, client: Client) -> Work:
    by = party.service_manager
    return by, lambda: erase(by=by, client_uid=str(client.uid), reason="client_asked")


def held(**said: str) -> list[Any]:
    """The rows of any submission that say all this of somebody."""
    with scope.every("the test looks at all rows"):
        rows = SubmissionRow.objects.exclude(shared=None).values_list("shared", flat=True)
        return [row for row in rows if said.items() <= row.items()]


def one_or_none(quarter: Quarter, found: list[Any]) -> None:
    """It was sent whole, or refused and not sent at all; what was sent verifies, and the chain stands."""
    assert was_done(found[1]), found
    with scope.of(quarter.lead):
        assert Submission.objects.count() == was_done(found[0]), found
        for one in Submission.objects.all():
            assert not queries.verify(one)
        assert not chain.verify(quarter.harbour.organisation.pk)


@raced
def test_a_return_with_a_row_about_them(quarter: Quarter, meeting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ben alone is a man from a Black background; he has a code from an earlier version."""
    signed_agreement(quarter, threshold=0)
    submit(quarter)
    decide(quarter, "Look again, please.")
    by, ben = quarter.lead, quarter.people["Ben"]
    assert held(gender="man", ethnicity_group="black")
    found = race(
        monkeypatch, meeting, "returns.submitted",
        (by, lambda: submissions.submit(by=by, return_uid=quarter.uid)), erasing(quarter.harbour, ben),
    )  # fmt: skip
    assert was_done(found[1]), found
    assert not held(gender="man", ethnicity_group="black")
    if not was_done(found[0]):
        submit(quarter)
    with scope.of(quarter.lead):
        assert [one.number for one in Submission.objects.order_by("number")] == [1, 2]
        assert not any(queries.verify(one) for one in Submission.objects.all())
        assert RowCode.objects.count() == len(quarter.people) - 1
    decide(quarter)
    assert ("man", "black") not in elsewhere.table(quarter)


@raced
def test_the_first_return_with_a_row_about_a_partners_person(
    quarter: Quarter, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_agreement(quarter, threshold=0)
    partner = quarter.anchor.data_lead
    with scope.of(partner):
        partners.agree(by=partner, contract_uid=str(quarter.contract.uid))
        one = Client.objects.earliest("pk")
        clients.change(by=quarter.anchor.service_manager, client_uid=one.uid, version=one.version, gender="man",
                       ethnicity_group="other")  # fmt: skip
    by = quarter.lead
    found = race(
        monkeypatch, meeting, "returns.submitted",
        (by, lambda: submissions.submit(by=by, return_uid=quarter.uid)), erasing(quarter.anchor, one),
    )  # fmt: skip
    one_or_none(quarter, found)
    assert not held(gender="man", ethnicity_group="other")
    if not was_done(found[0]):
        submit(quarter)
    assert len(held(gender="woman", ethnicity_group="not_asked")) == 1


@raced
def test_a_file_of_a_return_with_a_row_under_their_code(
    quarter: Quarter, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file says another day than the record, so that its rows are the file's own."""
    signed_agreement(quarter, threshold=0)
    data = files_of.file(quarter.lead, quarter.uid, "package", _later)
    by, ben = quarter.lead, quarter.people["Ben"]
    with scope.of(by):
        row = returned.receive(by=by, return_uid=quarter.uid, name="ours.zip", data=data).one
        assert row.state == "checked", row.findings
    found = race(
        monkeypatch, meeting, "returns.submitted", (by, lambda: returned.send(by=by, row=row)),
        erasing(quarter.harbour, ben),
    )  # fmt: skip
    one_or_none(quarter, found)
    assert not held(ethnicity_group="black")
    with scope.of(by):
        assert not SuppliedCode.objects.exists(), "nobody of ours goes on under a code of another system"
        now = ReturnedFile.objects.select_related("upload").get()
        assert now.state == ("sent" if was_done(found[0]) else "dropped")
        assert now.upload.state == "gone" and not _kept_files(by)


def _later(of: Any, filling: Any) -> Any:
    """Everybody was referred a day later than the records say."""
    place = [column.name for column in of.tables["referral"]].index("received_date")
    rows = [(*row[:place], "2025-04-08", *row[place + 1 :]) for row in filling.sheets["referral"]]
    return replace(filling, sheets={**filling.sheets, "referral": rows})


def _kept_files(by: Any) -> list[Path]:
    folder = Path(settings.DATA_DIR) / "received" / by.organisation_uid
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


@raced
def test_a_file_with_somebody_whom_only_another_system_knows(
    quarter: Quarter, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_agreement(quarter, threshold=0)
    by, people = quarter.lead, [*elsewhere.PEOPLE, ("man", "mixed", "accepted")]
    own = f"C-{len(people)}"
    elsewhere.send(quarter, quarter.uid, elsewhere.file(quarter, people))
    decide(quarter, "Look again, please.")
    with scope.of(by):
        data = elsewhere.file(quarter, people)
        row = returned.receive(by=by, return_uid=quarter.uid, name="ours.zip", data=data).one
        code = SuppliedCode.objects.get(own=own).code
    found = race(
        monkeypatch, meeting, "returns.submitted", (by, lambda: returned.send(by=by, row=row)),
        (by, lambda: supplied.erase(by=by, code=own)),
    )  # fmt: skip
    assert was_done(found[1]), found
    assert not held(gender="man", ethnicity_group="mixed")
    with scope.of(by):
        assert not SuppliedCode.objects.filter(own=own).exists() and not _kept_files(by)
        assert Submission.objects.count() == 1 + was_done(found[0])
        assert not any(queries.verify(one) for one in Submission.objects.all())
    place = marts.folder(str(quarter.eastborough.organisation.uid), "shared")
    assert not any(code.encode() in path.read_bytes() for path in place.glob("*") if path.is_file())


@raced
def test_a_file_of_forms_of_which_some_are_taken_already(
    programme: Programme, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two a deed: the one who is erased stands in the last."""
    monkeypatch.setattr("cairn.exchange.forms.passing.BATCH", 2)
    rows = programme.rows(6)
    said = rows[-1]["PersonCode"]
    ours = known(programme, said)
    seen = programme.send(programme.csv(rows))
    by = programme.by
    found = race(
        monkeypatch, meeting, "collection.forms_sent", (by, lambda: forms.agree(by=by, row=seen.row, now=True)),
        erasing(programme.party, ours),
    )  # fmt: skip
    _no_form_about(programme, rows[-1], said, found)


def test_a_file_that_is_just_being_looked_over(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its row is wrong, and would come back in a file of rows to mend."""
    [row] = programme.rows(1)
    ours, look = known(programme, row["PersonCode"]), forms.look

    def late(*given: Any) -> Any:
        looked = look(*given)
        alone(erasing(programme.party, ours))
        return looked

    monkeypatch.setattr(forms, "look", late)
    with pytest.raises(Refused):
        programme.send(programme.csv([{**row, "Gender": "?"}]))
    assert FormSubmission.objects.get().state == "dropped" and not _kept_files(programme.by)


@pytest.mark.parametrize("good_rows", [True, False])
def test_a_file_that_has_gone_before_it_is_opened(
    programme: Programme, good_rows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That it is gone is said in words, and the file is given up."""
    rows = programme.rows(2)
    ours, seen = known(programme, rows[0]["PersonCode"]), programme.send(programme.csv(rows))
    opened = forms._opened

    def late(*given: Any) -> Any:
        if Client.objects.exists():
            alone(erasing(programme.party, ours))
        return opened(*given)

    monkeypatch.setattr(forms, "_opened", late)
    with pytest.raises(Refused, match="erased"):
        forms.agree(by=programme.by, row=seen.row, now=True, good_rows=good_rows)
    assert FormSubmission.objects.get().state == "dropped" and not CollectedForm.objects.exists()


def test_a_file_of_a_return_that_has_gone_before_it_is_read(quarter: Quarter, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_agreement(quarter, threshold=0)
    data, read, by = files_of.file(quarter.lead, quarter.uid, "package"), received.read, quarter.lead
    with scope.of(by):
        row = returned.receive(by=by, return_uid=quarter.uid, name="ours.zip", data=data).one

        def late(*given: Any) -> Any:
            alone(erasing(quarter.harbour, quarter.people["Ben"]))
            return read(*given)

        monkeypatch.setattr(received, "read", late)
        with pytest.raises(Refused, match="erased"):
            returned.send(by=by, row=row)
        assert ReturnedFile.objects.get().state == "dropped" and not Submission.objects.exists()


@raced
@pytest.mark.parametrize("again", [False, True])
def test_a_form_that_is_sent_from_the_screen(
    in_harbour: Party, eastborough: Party, again: bool, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first one, and the change of one that was sent."""
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        place = lay_programme(lay(in_harbour), eastborough)
        by, anwen = place.by, place.ground.anwen
        row = filled_in.begin(place, episode_uid=str(supported(place.ground).uid))
        filled_in.fill(by, row)
        if again:
            sending.send(by=by, form_uid=row.uid)
            row = sending.reopen(by=by, sent_uid=CollectedForm.objects.get().uid).one
        found = race(
            monkeypatch, meeting, "collection.forms_sent", (by, lambda: sending.send(by=by, form_uid=row.uid)),
            (place.ground.manager, erasing(in_harbour, anwen)[1]),
        )  # fmt: skip
    assert was_done(found[1]), found
    assert meeting != "before" or not was_done(found[0])
    assert [(form.answers, form.person, form.state) for form in CollectedForm.objects.all()] == [({}, "", "erased")] * (
        again or was_done(found[0])
    )
    texts = json.dumps([*OpenForm.objects.values_list("answers"), *Revision.objects.values_list("payload", flat=True)])
    assert not OpenForm.objects.exists() and str(anwen.uid) not in texts and row.number not in texts
    assert not chain.verify(in_harbour.organisation.pk)


def known(programme: Programme, reference: str) -> Client:
    new = NewClient(name="Bo", reference=reference)
    made: Client = clients.add(by=programme.party.service_manager, clients=[new]).one
    return made


def _no_form_about(programme: Programme, row: dict[str, str], said: str, found: list[Any]) -> None:
    assert was_done(found[1]), found
    by = programme.by
    with scope.of(by):
        assert not Client.objects.exists()
        kept = list(CollectedForm.objects.filter(state="sent"))
        assert row["FormID"] not in {form.number for form in kept}
        assert len(kept) in (0, 2, 4, 5)
        texts = [json.dumps([form.answers, form.person]) for form in CollectedForm.objects.all()]
        texts += [json.dumps(payload) for payload in Revision.objects.values_list("payload", flat=True)]
        assert not any(said in text or row["FormID"] in text for text in texts)
        assert not _kept_files(by)
        now = FormSubmission.objects.get()
        assert (now.state, bool(now.number)) in {("taken", True), ("dropped", False)}, now.state
        assert now.state == "taken" or not kept
        if now.state == "taken":
            assert now.counts["taken"] + now.counts["rejected"] == 6
        assert not chain.verify(by.organisation_id)
