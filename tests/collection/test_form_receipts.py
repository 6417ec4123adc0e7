"""The receipt by e-mail: to whoever sent the forms, with counts and a hash, and nothing of a person."""

from typing import Any

import pytest
from django.urls import Resolver404, resolve

from cairn.access import scope
from cairn.access.actions import keys
from cairn.access.keys import NewKey
from cairn.access.models import ApiKey, Membership
from cairn.collection import receipts, receipts_of_day
from cairn.collection.models import CollectedForm, FormSubmission
from cairn.desk import jobs
from cairn.desk.models import Job
from cairn.kernel.problems import Refused
from tests.exchange.forms.conftest import Programme, programme

__all__ = ["programme"]


def test_whoever_sent_a_file_gets_its_receipt(programme: Programme, mailoutbox: list[Any]) -> None:
    rows = programme.rows(2)
    taken = programme.take(programme.send(programme.csv(rows)))
    assert not mailoutbox
    job = jobs.work_one()
    assert job and (job.kind, job.state) == (receipts.KIND, "done")
    (mail,) = mailoutbox
    assert mail.to == ["data_lead@harbour.example"] and taken.row.number in mail.subject
    assert f"New: {len(rows)}\n" in mail.body and taken.row.sha256 in mail.body
    assert not [
        text for row in rows for text in row.values() if len(text) > 8 and text in mail.body and "Harbour" not in text
    ]


def test_the_addresses_in_it_are_the_workspaces() -> None:
    uid = "6f9619ff-8b86-4011-b42d-00c04fc964ff"
    names = {way: resolve(where.format(slug="harbour", uid=uid)).view_name for way, where in receipts.WHERE.items()}
    assert names == {"screen": "workspace:sent_form", "file": "workspace:form_file"}
    assert resolve(receipts_of_day.PAGE.format(slug="harbour")).view_name == "workspace:form_receipts"
    with pytest.raises(Resolver404):
        resolve("/o/harbour/collections/nothing/at/all/")


def test_of_a_programs_forms_whoever_made_its_key_hears_and_nobody_who_has_left(
    programme: Programme, mailoutbox: list[Any]
) -> None:
    manager = programme.party.service_manager
    with scope.of(manager):
        keys.make(by=manager, keys=[NewKey(name="Our system", scopes=["collection"])])
    key, submission = ApiKey.objects.get(), programme.take(programme.send(programme.csv(programme.rows(1)))).row
    FormSubmission.objects.filter(pk=submission.pk).update(way="api", user_uid=str(key.uid))
    jobs.work_one()
    assert [mail.to for mail in mailoutbox] == [["service_manager@harbour.example"]]
    with scope.every("somebody leaves"):
        Membership.objects.all().delete()
        Job.objects.update(state="waiting")
    done = jobs.work_one()
    assert done and done.message.startswith("There is nobody") and len(mailoutbox) == 1


def test_of_a_form_from_the_screen_the_way_leads_to_it(programme: Programme) -> None:
    row = programme.take(programme.send(programme.csv(programme.rows(1)))).row
    assert receipts.address(programme.party.organisation, row).endswith(f"/files/{row.uid}/")
    row.way = "screen"
    assert receipts.address(programme.party.organisation, row).endswith(f"/sent/{CollectedForm.objects.get().uid}/")
    assert receipts.ask(programme.party.system, row) is None


def test_forms_from_the_screen_come_in_one_mail_a_day(programme: Programme, mailoutbox: list[Any]) -> None:
    """Each once; who chose otherwise has none of them in it, and who has left hears nothing."""
    by, organisation = programme.party.support_worker, programme.party.organisation
    for _ in range(2):
        programme.take(programme.send(programme.csv(programme.rows(1))))
    Job.objects.all().delete()
    FormSubmission.objects.update(way="screen", user_uid=by.uid)
    first, second = FormSubmission.objects.order_by("pk")
    assert receipts_of_day.ask(organisation)
    done = jobs.work_one()
    assert done and done.message == "Receipts of the day: 1 sent."
    (mail,) = mailoutbox
    assert mail.to == ["support_worker@harbour.example"] and mail.subject.startswith("2 receipts")
    assert all(f"{row.number}, " in mail.body and row.sha256 in mail.body for row in (first, second))
    assert "Received: 2\n" in mail.body

    assert receipts_of_day.ask(organisation) is None
    receipts.choose(by=by, how="never")
    FormSubmission.objects.update(told_at=None)
    assert receipts_of_day.ask(organisation) is None
    receipts.choose(by=by, how="daily")
    receipts_of_day.ask(organisation)
    with scope.every("somebody leaves"):
        Membership.objects.all().delete()
    done = jobs.work_one()
    assert done and done.message == "Receipts of the day: 0 sent." and len(mailoutbox) == 1


def test_a_form_from_the_screen_has_its_mail_at_once_where_that_was_chosen(programme: Programme) -> None:
    by, row = programme.party.support_worker, programme.take(programme.send(programme.csv(programme.rows(1)))).row
    row.way = "screen"
    assert receipts.choice(by) == "daily" and receipts.ask(by, row) is None
    receipts.choose(by=by, how="at_once")
    assert receipts.ask(by, row) is not None and list(receipts.own(by)) == []
    with pytest.raises(Refused):
        receipts.choose(by=by, how="by pigeon")
