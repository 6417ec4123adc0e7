"""Somebody who is erased is in no form, no history of one and no file, whichever way their forms came in."""

from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.access import chain
from cairn.access.models import Revision
from cairn.collection.models import CollectedForm
from cairn.desk import received
from cairn.people.actions import clients, erasure
from cairn.people.actions.clients import NewClient
from tests.exchange.forms.conftest import Programme


def known_as(programme: Programme, reference: str) -> Any:
    return clients.add(by=programme.party.service_manager, clients=[NewClient(name="Bo", reference=reference)]).one


def erase(programme: Programme, client: Any) -> None:
    erasure.erase(by=programme.party.service_manager, client_uid=str(client.uid), reason="client_asked")
    received.remove(programme.by.organisation_id)  # after the commit, which a test's transaction never comes to


def is_forgotten(programme: Programme, *said: str) -> bool:
    """Whether nothing that was said is in a form, in the history or in a file; and the chain stands."""
    held = [str(row.answers) + row.person for row in CollectedForm.objects.all()]
    held += [str(payload) for payload in Revision.objects.values_list("payload", flat=True)]
    folder = Path(settings.DATA_DIR) / "received" / programme.by.organisation_uid
    held += [path.read_text("utf-8", "replace") for path in folder.iterdir()]
    assert chain.verify(programme.by.organisation_id) == []
    return not any(one in text for one in said for text in held)


def test_a_form_that_was_changed_by_a_file_under_its_code(programme: Programme) -> None:
    """A form as it was taken out names its person by our code: mended and sent again it is still of their record."""
    [row] = programme.rows(1)
    client = known_as(programme, row["PersonCode"])
    programme.take(programme.send(programme.csv([row])))
    code = CollectedForm.objects.get().person
    programme.take(programme.send(programme.csv([{**row, "PersonCode": code, "Age": "47"}])))
    assert CollectedForm.objects.get().client == client
    erase(programme, client)
    assert is_forgotten(programme, row["FormID"], code) and CollectedForm.objects.get().state == "erased"


def test_a_form_that_came_before_its_person_was_on_record(programme: Programme) -> None:
    [row, bad] = programme.rows(2)
    programme.take(programme.send(programme.csv([row])))
    programme.take(programme.send(programme.csv([{**row, "Age": "47"}, {**bad, "Gender": "?"}])), good_rows=True)
    code = CollectedForm.objects.get().person
    erase(programme, known_as(programme, row["PersonCode"].lower()))
    assert is_forgotten(programme, row["FormID"], code, bad["PersonCode"])
    assert CollectedForm.objects.get().state == "erased"
