"""What this room holds of a person: forms that are being filled in, and forms that were sent.

Of a sent form the hash stays, so that the receipt of what it was sent with goes on verifying; everything that was answered goes,
and so does what it was before it was changed. The file it came in goes too: nobody can say which of its rows are theirs.
A form may have been sent under their reference before they were on record: it is theirs all the same.
"""

from typing import Any

from django.db.models import Q

from cairn.access.models import AuditSubject, Organisation, Revision
from cairn.collection import persons
from cairn.collection.models import CollectedForm, FormSubmission, OpenForm
from cairn.definitions import registry
from cairn.desk import received
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store
from cairn.people.models import Client


def _codes(who: Erasure) -> set[str]:
    """By which forms know them: by their record's uid and by their reference, and by those of a record that became theirs."""
    uid = str(Organisation.objects.values_list("uid", flat=True).get(pk=who.organisation_id))
    records = Client.objects.filter(Q(pk=who.client_id) | Q(merged_into_id=who.client_id))
    rows = records.filter(organisation_id=who.organisation_id)
    return {persons.code(uid, said) for row in rows for said in (row, row.reference)} - {""}


def _open(who: Erasure) -> int:
    ours = OpenForm.objects.filter(organisation_id=who.organisation_id)
    codes, uid = _codes(who), str(Organisation.objects.values_list("uid", flat=True).get(pk=who.organisation_id))
    typed = [row for row in ours.filter(client=None) if {_typed(row), persons.code(uid, _typed(row))} & codes]
    gone = _forget("open_form", who, typed)
    return gone + int(ours.filter(Q(client_id=who.client_id) | Q(pk__in=[row.pk for row in typed])).delete()[0])


def _typed(row: OpenForm) -> str:
    """Whom a form is about by what was typed, where nobody on record was chosen."""
    return str(row.answers.get(registry.get("form", row.form, row.form_version).person_column, ""))


def _sent(who: Erasure) -> int:
    by_code = Q(client_id=who.client_id) | Q(person__in=_codes(who))
    theirs = list(CollectedForm.objects.filter(by_code, provider_id=who.organisation_id).exclude(state="erased"))
    sent_with = [form.submission_id for form in theirs]
    _forget("collected_form", who, theirs)
    for form in theirs:
        CollectedForm.objects.filter(pk=form.pk).update(
            answers={}, confirmed=[], person="", client=None, episode=None, state="erased", number=f"e{form.pk}"
        )
    files = FormSubmission.objects.filter(organisation_id=who.organisation_id, pk__in=sent_with)
    for name in ("upload_id", "rejects_id"):
        held = [pk for pk in files.values_list(name, flat=True) if pk is not None]
        received.let_go(who.organisation_id, held)
    return len(sent_with)


def _forget(kind: str, who: Erasure, rows: list[Any]) -> int:
    """What history keeps of them under nobody's name: of forms that were about no record when they were changed."""
    about = AuditSubject.objects.filter(organisation_id=who.organisation_id, kind=kind)
    events = about.filter(uid__in=[str(row.uid) for row in rows]).values("event_id")
    nameless = Revision.objects.filter(event_id__in=events, client_id=None, payload__isnull=False)
    return int(nameless.update(payload=None, salt=""))


def register() -> None:
    erasure.register(Store("forms being filled in", ("collection.OpenForm",), _open, order=40))
    sent = ("collection.CollectedForm", "collection.FormSubmission")
    erasure.register(Store("forms that were sent", sent, _sent, order=40))
