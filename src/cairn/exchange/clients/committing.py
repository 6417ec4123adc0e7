"""Staged rows put on record, 500 at a time, through the actions that the screens use.

What the actions of one chunk write and the mark that it is done commit together: a worker that is killed leaves a chunk
whole or absent, and whoever goes on begins with the first that is not marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from cairn.access.actors import Actor
from cairn.cases.actions import episodes, referrals
from cairn.exchange.clients import staging
from cairn.exchange.clients.checking import NOT_KNOWN
from cairn.exchange.clients.staging import Staged
from cairn.exchange.models import Import, ImportChunk, ImportedClient
from cairn.kernel.problems import Refused
from cairn.people.actions import clients


@dataclass(slots=True)
class Brought:
    """What one chunk came to. `refused` are numbers of rows that the rules would not take any more."""

    clients: list[str] = field(default_factory=list)
    episodes: int = 0
    events: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


def commit(by: Actor, row: Import, number: int) -> bool:
    """Put one chunk on record; False when it is there already."""
    with transaction.atomic():
        chunk = ImportChunk.objects.select_for_update().filter(of=row, number=number, is_done=False).first()
        if chunk is None:
            return False
        leave = row.choices.get("alike") != "bring"
        brought = bring_in(by, [one for one in chunk.rows if not (leave and one.get("l"))])
        ImportedClient.objects.bulk_create(
            [ImportedClient(organisation_id=by.organisation_id, of=row, client_uid=uid) for uid in brought.clients],
            batch_size=staging.SIZE,
        )
        ImportChunk.objects.filter(pk=chunk.pk).update(rows=[], is_done=True)
        _count(row, brought)
    return True


def _count(row: Import, brought: Brought) -> None:
    fresh = Import.objects.select_for_update().get(pk=row.pk)
    totals = dict(fresh.totals)
    totals["made"] = totals.get("made", 0) + len(brought.clients)
    totals["episodes"] = totals.get("episodes", 0) + brought.episodes
    totals["refused"] = totals.get("refused", []) + brought.refused
    Import.objects.filter(pk=row.pk).update(totals=totals, events=fresh.events + brought.events)


def bring_in(by: Actor, rows: Sequence[Staged]) -> Brought:
    """All of these, less those that the rules refuse now: somebody may have taken a reference since the check."""
    left: list[int] = []
    staged = list(rows)
    while staged:
        try:
            with transaction.atomic():
                brought = _act(by, staged)
                brought.refused = sorted(left)
                return brought
        except Refused as refused:
            bad = {one.row for one in refused.problems if one.severity == "error"}
            if not bad or None in bad:
                raise
            left += [one["n"] for place, one in enumerate(staged) if place in bad]
            staged = [one for place, one in enumerate(staged) if place not in bad]
    return Brought(refused=sorted(left))


def _act(by: Actor, rows: list[Staged]) -> Brought:
    added = clients.add(by=by, clients=[staging.client(one) for one in rows])
    brought = Brought([str(person.uid) for person in added.items], 0, [added.event_uid])
    told = [(place, found) for place, one in enumerate(rows) if (found := staging.support(one)) is not None]
    if not told:
        return brought
    try:
        _open(by, brought, [(brought.clients[place], said) for place, said in told])
    except Refused as refused:
        # Places among those with support, told as places among all.
        placed = [one if one.row is None else replace(one, row=told[one.row][0]) for one in refused.problems]
        raise type(refused)(placed) from refused
    return brought


def _open(by: Actor, brought: Brought, told: list[tuple[str, staging.Support]]) -> None:
    """An episode is opened by accepting a referral, here as everywhere: received when it was, or when support began."""
    new = [
        referrals.NewReferral(
            client_uid=uid, service_uid=said.service, received_date=said.referral_date or _began(said)
        )
        for uid, said in told
    ]
    received = referrals.receive(by=by, referrals=new)
    decisions = [
        referrals.Acceptance(
            referral_uid=str(made.uid), decided_date=_began(said), start_date=_began(said), worker_uid=said.worker
        )
        for made, (_, said) in zip(received.items, told, strict=True)
    ]
    opened = referrals.accept(by=by, decisions=decisions)
    brought.episodes = len(opened.items)
    brought.events += [received.event_uid, opened.event_uid]
    _close(by, brought, [(str(made.uid), said) for made, (_, said) in zip(opened.items, told, strict=True)])


def _close(by: Actor, brought: Brought, told: list[tuple[str, staging.Support]]) -> None:
    """Support that has ended. The dates were checked, so that no problem here needs a place."""
    ended = [
        episodes.EpisodeClosing(
            episode_uid=uid, end_date=said.end_date, closure_reason=said.closure_reason or NOT_KNOWN
        )
        for uid, said in told
        if said.end_date
    ]
    if ended:
        brought.events.append(episodes.close(by=by, closings=ended).event_uid)


def _began(said: staging.Support) -> staging.date:
    assert said.start_date, "the check lets no support through without its beginning"
    return said.start_date
