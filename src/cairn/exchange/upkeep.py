"""What has had its time goes: files received, and rows read from a file that nobody brought in."""

from datetime import date

from cairn.access import scope
from cairn.collection.models import FormSubmission
from cairn.desk import received
from cairn.exchange.erasure import WAITING, WAITING_FORMS, WAITING_RETURNED
from cairn.exchange.models import Import, ImportChunk, ReturnedFile
from cairn.kernel import clock

WHY = "files whose time is over go, whoever received them"


def tidy(today: date) -> int:
    """Let go of files whose day has passed, and of imports that waited as long. Returns how many files went."""
    with scope.every(WHY):
        old = Import.objects.filter(state__in=WAITING, upload__kept_until__lt=today)
        ids = list(old.values_list("pk", flat=True))
        ImportChunk.objects.filter(of_id__in=ids).update(rows=[], findings=[])
        Import.objects.filter(pk__in=ids).update(state="dropped")
        # One that stopped half-way: what came in stays, and may still be taken back; the rest has waited long enough.
        stopped = Import.objects.filter(state="agreed", upload__kept_until__lt=today)
        ImportChunk.objects.filter(of__in=stopped).update(rows=[], is_done=True)
        stopped.update(state="done", ended_at=clock.now())
        returned = ReturnedFile.objects.filter(state__in=WAITING_RETURNED, upload__kept_until__lt=today)
        returned.update(state="dropped", findings=[])
        forms = FormSubmission.objects.filter(state__in=WAITING_FORMS, upload__kept_until__lt=today)
        forms.update(state="dropped", findings=[], ended_at=clock.now())
    received.let_go_of_the_old(today)
    return received.remove()
