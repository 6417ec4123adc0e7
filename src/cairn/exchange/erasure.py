"""What this room holds of a person: files as received, and rows read from them that are not on record yet.

Of a file that was not brought in nobody can say whether the person is in it, so every such file goes, with what was read
from it: it is asked for again without them. A file that brought the person in, or held somebody like them, goes too.
"""

from cairn.desk import received
from cairn.exchange.models import Import, ImportChunk, ImportedClient
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store

WAITING = ("mapping", "checking", "checked")


def _erase(who: Erasure) -> int:
    """The rows. Files are only marked: their bytes go after the transaction, by the store below."""
    ours = Import.objects.filter(organisation_id=who.organisation_id)
    waiting = list(ours.filter(state__in=WAITING).values_list("pk", flat=True))
    named = ImportedClient.objects.filter(organisation_id=who.organisation_id, client_uid=who.client_uid)
    held = {*waiting, *named.values_list("of_id", flat=True)}
    gone: int = ImportChunk.objects.filter(of_id__in=waiting).update(rows=[], findings=[])
    ours.filter(pk__in=waiting).update(state="dropped")
    for one in ours.filter(pk__in=held):
        Import.objects.filter(pk=one.pk).update(mapping={**one.mapping, "values": {}})
    uploads = list(ours.filter(pk__in=held).values_list("upload_id", flat=True))
    return gone + received.let_go(who.organisation_id, uploads) + int(named.delete()[0])


def _files(who: Erasure) -> int:
    return received.remove(who.organisation_id)


def register() -> None:
    covers = ("exchange.Import", "exchange.ImportChunk", "exchange.ImportedClient", "desk.Upload")
    erasure.register(Store("spreadsheets brought in", covers, _erase, order=30))
    erasure.register(Store("files received", ("file:received",), _files, after_commit=True))
