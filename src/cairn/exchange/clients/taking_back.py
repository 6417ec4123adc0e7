"""Take back whom an import brought in: erased, as far as nobody has touched them since (ADR 0010).

Every room's own store of erasure is asked, so that nothing of them stays anywhere: a revision that outlived its client
could not be found by a later erasure.
"""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.models import AuditEvent, AuditSubject
from cairn.access.permissions import Permission
from cairn.desk.models import Draft
from cairn.exchange.models import Import, ImportedClient
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure
from cairn.people.models import Client, RelatedPerson
from cairn.returns.models import RowCode

OWN = "spreadsheets brought in"
SIZE = 50  # people a transaction: others write in between


def take_back(by: Actor, row: Import, uids: Sequence[str]) -> int:
    """Remove those of these people whom nobody has touched since; how many. Those who are gone already count too."""
    by.require(Permission.MANAGE_SERVICES)
    with deed("exchange.import_taken_back", by=by) as this:
        there = Client.objects.select_for_update().filter(organisation_id=by.organisation_id, uid__in=uids)
        ids = {str(uid): pk for uid, pk in there.values_list("uid", "pk")}
        free = sorted(set(ids) - touched(by, row, ids))
        for uid in free:
            _erase(Erasure(by.organisation_id, ids[uid], uid))
            this.about("client", uid)
        gone = [*free, *(uid for uid in uids if uid not in ids)]
        ImportedClient.objects.filter(of=row, client_uid__in=gone).delete()
    return len(free)


def _erase(who: Erasure) -> None:
    for store in erasure.stores():
        if not store.after_commit and store.name != OWN:
            store.erase(who)


def finish(by: Actor, client_uid: str = "") -> None:
    """What is done for files after an erasure, once for all who were taken back."""
    for store in erasure.stores():
        if store.after_commit:
            store.erase(Erasure(by.organisation_id, 0, client_uid))


def touched(by: Actor, row: Import, ids: dict[str, int]) -> set[str]:
    """Whom any other deed names, whose row went out with a return, whom somebody is writing about or counts as theirs."""
    own = AuditEvent.objects.filter(organisation_id=by.organisation_id, uid__in=row.events)
    deeds = AuditSubject.objects.filter(organisation_id=by.organisation_id, kind="client", uid__in=list(ids))
    found = set(deeds.exclude(event_id__in=list(own.values_list("pk", flat=True))).values_list("uid", flat=True))
    drafts = Draft.objects.filter(organisation_id=by.organisation_id, client_uid__in=list(ids))
    found |= set(drafts.values_list("client_uid", flat=True))
    sent = RowCode.objects.filter(organisation_id=by.organisation_id, client_id__in=ids.values())
    circle = RelatedPerson.objects.filter(organisation_id=by.organisation_id, other_id__in=ids.values())
    named = {*sent.values_list("client_id", flat=True), *circle.values_list("other_id", flat=True)}
    return found | {uid for uid, pk in ids.items() if pk in named}
