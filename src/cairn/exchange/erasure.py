"""What this room holds of a person: files as received, and rows read from them that are not on record yet.

Of a file that was not brought in nobody can say whether the person is in it, so every such file goes, with what was read
from it: it is asked for again without them. A file that brought the person in, or held somebody like them, goes too.
"""

from django.db.models import Q

from cairn.access import scope
from cairn.collection.models import FormSubmission
from cairn.desk import received
from cairn.desk.models import Upload
from cairn.exchange.models import Import, ImportChunk, ImportedClient, ReturnedFile
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store

WAITING = ("mapping", "checking", "checked")
WAITING_RETURNED = ("checking", "wrong", "checked")
FORMS = ("forms", "forms_rejected")  # kinds of uploads: rows that came back twice are two, of which one is forgotten
WAITING_FORMS = ("received", "checking", "wrong", "checked")


def _erase(who: Erasure) -> int:
    """The rows. Files are only marked: their bytes go after the transaction, by the store below."""
    ours = Import.objects.filter(organisation_id=who.organisation_id)
    waiting = list(ours.filter(state__in=WAITING).values_list("pk", flat=True))
    named = ImportedClient.objects.filter(organisation_id=who.organisation_id, client_uid=who.client_uid)
    held = {*waiting, *named.values_list("of_id", flat=True)}
    gone = _forget_who_is_alike(set(named.values_list("of_id", flat=True)))
    gone += ImportChunk.objects.filter(of_id__in=waiting).update(rows=[], findings=[])
    ours.filter(pk__in=waiting).update(state="dropped")
    for one in ours.filter(pk__in=held):
        Import.objects.filter(pk=one.pk).update(mapping={**one.mapping, "values": {}})
    uploads = list(ours.filter(pk__in=held).values_list("upload_id", flat=True))
    return gone + received.let_go(who.organisation_id, uploads) + int(named.delete()[0])


def _forget_who_is_alike(ids: set[int]) -> int:
    """Rows of an import that is just coming in, or has stopped half-way, which looked like somebody on record."""
    gone = 0
    for chunk in ImportChunk.objects.filter(of_id__in=ids, is_done=False):
        kept = [row for row in chunk.rows if not row.get("l")]
        gone += len(chunk.rows) - len(kept)
        ImportChunk.objects.filter(pk=chunk.pk).update(rows=kept)
    return gone


def _erase_returned(who: Erasure) -> int:
    return let_returned_go(who.organisation_id) + _let_leads_files_go(who.organisation_id)


def let_returned_go(organisation_id: int, of: Q | None = None) -> int:
    """Files of returns that hold rows about people, or were not read through: under whose codes they go, another system knows, so
    all of them go, or all `of` these. In the transaction of the deed; their bytes go after it."""
    ours = ReturnedFile.objects.filter(of or Q(), organisation_id=organisation_id)
    held = ours.filter(Q(totals__rows__gt=0) | Q(state__in=("checking", "wrong")))
    rows = dict(held.values_list("pk", "upload_id"))
    waiting = ReturnedFile.objects.filter(pk__in=rows, state__in=WAITING_RETURNED)
    uploads = list(rows.values())
    waiting.update(state="dropped", findings=[])
    return received.let_go(organisation_id, uploads)


def _let_leads_files_go(organisation_id: int) -> int:
    """The same of contracts in which the organisation is a partner: its people stand in the files of whoever leads."""
    with scope.every("a partner's person may be in a file of the lead"):
        theirs = Q(answer__round__contract__partners__partner_id=organisation_id)
        leads = set(ReturnedFile.objects.filter(theirs).values_list("organisation_id", flat=True)) - {organisation_id}
        return sum(let_returned_go(lead, theirs) for lead in leads)


def _erase_forms(who: Erasure) -> int:
    """Files of forms, and rows that came back to be mended. Their people go under codes of other systems, and a row that was
    not taken is on no record: nobody can say whose they are, so all of them go."""
    ours = FormSubmission.objects.filter(organisation_id=who.organisation_id)
    ours.filter(state__in=WAITING_FORMS).update(state="dropped", findings=[])
    every = Upload.objects.filter(organisation_id=who.organisation_id, kind__in=FORMS, state="kept")
    return received.let_go(who.organisation_id, list(every.values_list("pk", flat=True)))


def _files(who: Erasure) -> int:
    """Whatever is to go, also of whoever leads a contract with this organisation."""
    return received.remove()


def register() -> None:
    covers = ("exchange.Import", "exchange.ImportChunk", "exchange.ImportedClient", "desk.Upload")
    erasure.register(Store("spreadsheets brought in", covers, _erase, order=30))
    returned = ("exchange.ReturnedFile", "exchange.SuppliedCode")
    erasure.register(Store("returns filled elsewhere", returned, _erase_returned, order=30))
    erasure.register(Store("files of forms", ("file:forms",), _erase_forms, order=30))
    erasure.register(Store("files received", ("file:received",), _files, after_commit=True))
