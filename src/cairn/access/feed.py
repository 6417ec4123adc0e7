"""The audit log read as a change feed: what changed since a place in an organisation's chain."""

from dataclasses import dataclass

from cairn.access.models import AuditEvent, AuditSubject, ChainHead


@dataclass(frozen=True, slots=True)
class Changes:
    """`upto` is the new cursor; `subjects` the uids touched, by kind; `types` the deeds done."""

    upto: int
    subjects: dict[str, frozenset[str]]
    types: frozenset[str]


def head(organisation_id: int) -> int:
    """The last seq of an organisation's chain; 0 before its first deed."""
    return ChainHead.objects.filter(pk=organisation_id).values_list("seq", flat=True).first() or 0


def since(organisation_id: int, seq: int) -> Changes:
    """Everything after `seq`, once. Reading is complete: seq is given out under the head's lock, just before commit."""
    upto = head(organisation_id)
    events = AuditEvent.objects.filter(organisation_id=organisation_id, seq__gt=seq, seq__lte=upto)
    found: dict[str, set[str]] = {}
    rows = AuditSubject.objects.filter(event_id__in=events.values("id")).values_list("kind", "uid").distinct()
    for kind, uid in rows.iterator(2000):
        found.setdefault(kind, set()).add(uid)
    types = frozenset(events.values_list("type", flat=True).distinct())
    return Changes(upto, {kind: frozenset(uids) for kind, uids in found.items()}, types)
