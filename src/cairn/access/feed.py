"""The audit log read as a change feed: what changed since a place in an organisation's chain."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

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


def heads(organisation_ids: Collection[int]) -> dict[int, int]:
    """The last seq of each of these chains that has begun."""
    return dict(ChainHead.objects.filter(pk__in=organisation_ids).values_list("pk", "seq"))


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


AT_ONCE = 100


def of_others(cursors: Mapping[int, int], kinds: Iterable[str], types: Iterable[str]) -> dict[int, Changes]:
    """What happened in each of these chains after its cursor, told only of these kinds of subjects and types of deeds: two
    queries for every hundred chains, however much else was done in them."""
    found: dict[int, Changes] = {}
    chains = sorted(cursors)
    for start in range(0, len(chains), AT_ONCE):
        some = {chain: cursors[chain] for chain in chains[start : start + AT_ONCE]}
        found |= _changes(some, heads(some.keys()), list(kinds), list(types))
    return found


def _changes(
    cursors: Mapping[int, int], upto: Mapping[int, int], kinds: list[str], types: list[str]
) -> dict[int, Changes]:
    after = Q()
    for chain, seq in cursors.items():
        after |= Q(organisation_id=chain, seq__gt=seq, seq__lte=upto.get(chain, 0))
    events = AuditEvent.objects.filter(after)
    rows = AuditSubject.objects.filter(event_id__in=events.values("id"), kind__in=kinds)
    subjects: dict[int, dict[str, set[str]]] = {chain: {} for chain in cursors}
    for chain, kind, uid in rows.values_list("organisation_id", "kind", "uid").distinct().iterator(2000):
        subjects[chain].setdefault(kind, set()).add(uid)
    done: dict[int, set[str]] = {chain: set() for chain in cursors}
    for chain, type_ in events.filter(type__in=types).order_by().values_list("organisation_id", "type").distinct():
        done[chain].add(type_)
    return {
        chain: Changes(
            max(upto.get(chain, 0), cursors[chain]),
            {kind: frozenset(uids) for kind, uids in subjects[chain].items()}, frozenset(done[chain]),
        )
        for chain in cursors
    }  # fmt: skip
