"""What this room holds of a person: forms that are being filled in, and forms that were sent.

Of a sent form the hash stays, so that the receipt of what it was sent with goes on verifying; everything that was answered goes.
The file it came in goes too: nobody can say which of its rows are theirs.
"""

from cairn.collection.models import CollectedForm, FormSubmission, OpenForm
from cairn.desk import received
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store


def _open(who: Erasure) -> int:
    return int(OpenForm.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id).delete()[0])


def _sent(who: Erasure) -> int:
    theirs = CollectedForm.objects.filter(provider_id=who.organisation_id, client_id=who.client_id)
    sent_with = list(theirs.values_list("submission_id", flat=True))
    for form in theirs:
        CollectedForm.objects.filter(pk=form.pk).update(
            answers={}, confirmed=[], person="", client=None, episode=None, state="erased", number=f"e{form.pk}"
        )
    files = FormSubmission.objects.filter(organisation_id=who.organisation_id, pk__in=sent_with)
    for name in ("upload_id", "rejects_id"):
        held = [pk for pk in files.values_list(name, flat=True) if pk is not None]
        received.let_go(who.organisation_id, held)
    return len(sent_with)


def register() -> None:
    erasure.register(Store("forms being filled in", ("collection.OpenForm",), _open, order=40))
    sent = ("collection.CollectedForm", "collection.FormSubmission")
    erasure.register(Store("forms that were sent", sent, _sent, order=40))
