"""A partner erases somebody: no file of the lead's returns holds them any more."""

from pathlib import Path

from django.conf import settings

from cairn.access import scope
from cairn.contracts.models import Agreement
from cairn.exchange.actions import returned
from cairn.exchange.models import ReturnedFile
from cairn.people.actions.erasure import erase
from cairn.people.models import Client
from cairn.returns.models import RowCode
from tests.exchange.returned.conftest import file
from tests.returns.conftest import Quarter


def test_a_file_of_the_lead_goes_when_its_partner_erases_somebody(
    partnered: Quarter, agreement: Agreement, django_capture_on_commit_callbacks: object
) -> None:
    quarter, by = partnered, partnered.lead
    data = file(by, quarter.uid, "package")
    with scope.of(by):
        returned.receive(by=by, return_uid=quarter.uid, name="ours.zip", data=data)
        assert ReturnedFile.objects.get().state == "checked"
    manager = quarter.anchor.service_manager
    with scope.of(manager), django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        one = Client.objects.earliest("pk")
        assert RowCode.objects.filter(client=one).exists(), "the file names them by their code"
        erase(by=manager, client_uid=one.uid, reason="client_asked")
    with scope.of(by):
        now = ReturnedFile.objects.select_related("upload").get()
        assert (now.state, now.upload.state) == ("dropped", "gone")
    assert not list((Path(settings.DATA_DIR) / "received" / by.organisation_uid).iterdir())
