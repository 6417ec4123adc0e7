"""What this room holds of a person. Last of all stores, because every other row points here."""

from typing import Any

from django.db.models import Q

from cairn.access.models import AuditEvent, AuditSubject, Revision
from cairn.kernel import erasure, textindex
from cairn.kernel.erasure import Erasure, Store
from cairn.people import matching
from cairn.people.finding import INDEX
from cairn.people.models import (
    AlikePair,
    Client,
    ClientGroups,
    Communication,
    Consent,
    DatedStatus,
    OptionalAnswer,
    RelatedPerson,
)


def _erase_client(who: Erasure) -> int:
    """Plain querysets, not the deed: a revision of this deed would hold the person again."""
    theirs = DatedStatus.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    statuses = theirs.delete()[0]
    about = Communication.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id).delete()[0]
    about += Consent.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id).delete()[0]
    about += OptionalAnswer.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id).delete()[0]
    about += ClientGroups.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id).delete()[0]
    circle = RelatedPerson.objects.filter(organisation_id=who.organisation_id)
    about += circle.filter(Q(client_id=who.client_id) | Q(other_id=who.client_id)).delete()[0]
    pairs = AlikePair.objects.filter(organisation_id=who.organisation_id)
    about += pairs.filter(Q(client_id=who.client_id) | Q(other_id=who.client_id)).delete()[0]
    return statuses + about + Client.objects.filter(organisation_id=who.organisation_id, pk=who.client_id).delete()[0]


def _erase_from_circles_of_others(who: Erasure) -> int:
    """What the history of other people's circles says of this person: those changes can no longer be looked up."""
    types = AuditEvent.objects.filter(organisation_id=who.organisation_id, type="people.circle_changed")
    undone = AuditEvent.objects.filter(organisation_id=who.organisation_id, type="access.deed_undone")
    gone = 0
    for events in (types, undone):
        rows = Revision.objects.filter(event_id__in=events.values("pk"), payload__isnull=False)
        ids = [row.pk for row in rows.exclude(client_id=who.client_id).iterator(500) if _names(row.payload, who)]
        gone += sum(
            Revision.objects.filter(pk__in=ids[start : start + 500]).update(payload=None, salt="")
            for start in range(0, len(ids), 500)
        )
    return gone


def _names(payload: Any, who: Erasure) -> bool:
    """Whether a change in this revision links somebody's circle to this person."""
    rows = [row for change in payload for row in (change.get("before"), change.get("after")) if row]
    return any(row.get("other_id") == who.client_id for row in rows)


def _erase_from_merges(who: Erasure) -> int:
    """What a merge, and its undoing, keep of this person beside the other: rows of both lie in one revision."""
    subjects = AuditSubject.objects.filter(organisation_id=who.organisation_id, kind="client", uid=who.client_uid)
    own = AuditEvent.objects.filter(organisation_id=who.organisation_id, pk__in=subjects.values("event_id"))
    merges = own.filter(type="people.clients_merged")
    undone = own.filter(
        type="access.deed_undone", undoes__in=[str(uid) for uid in merges.values_list("uid", flat=True)]
    )
    ids = [*merges.values_list("pk", flat=True), *undone.values_list("pk", flat=True)]
    rows = Revision.objects.filter(event_id__in=ids, payload__isnull=False)
    return rows.update(payload=None, salt="")


def _forget(who: Erasure) -> int:
    """What the index of names keeps of rows that are gone. Their client went with them, so `who` says nothing here."""
    return textindex.forget(INDEX) + textindex.forget(matching.INDEX)


def register() -> None:
    names = (
        "Client",
        "DatedStatus",
        "Communication",
        "RelatedPerson",
        "Consent",
        "OptionalAnswer",
        "AlikePair",
        "ClientGroups",
    )
    covers = tuple(f"people.{name}" for name in names)
    erasure.register(Store("the person, their circle and how life stood", covers, _erase_client, order=90))
    erasure.register(Store("history of others' circles", ("access.Revision",), _erase_from_circles_of_others, order=89))
    erasure.register(Store("history of merges", ("access.Revision",), _erase_from_merges, order=88))
    erasure.register(Store("index of names", ("file:index of names",), _forget, after_commit=True, order=92))
