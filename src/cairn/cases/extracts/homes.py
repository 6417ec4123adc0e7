"""Moves from one kind of home to another, as how life stands tells of them."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise

from cairn.cases.extracts.wide import EpisodeFacts, Known, Row, known
from cairn.definitions import registry
from cairn.people.models import DatedStatus

_SPACE = uuid.UUID("0c5d6f6e-6f9a-4f0e-8a59-3b1f6f6f0d51")
KIND = "accommodation"


def moves(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each move in each support during which it was made. A move is two entries after one another that name
    different kinds of home: where one is not known, it is passed over, and what stands on both its sides is compared."""
    for facts in known(organisation_id, subjects):
        rows = DatedStatus.objects.filter(**facts.batch.where("client_id"), kind=KIND).order_by(
            "client_id", "start_date", "pk"
        )
        told: dict[int, list[tuple[str, str, date]]] = defaultdict(list)
        for client, uid, code, day in rows.values_list("client_id", "uid", "code", "start_date").iterator(2000):
            if code in standings():
                told[client].append((str(uid), code, day))
        open_in = _by_client(facts) if told else {}
        for client, entries in told.items():
            for (_, before, _), (move, after, day) in pairwise(entries):
                if before != after:
                    yield from _of_move(facts, open_in.get(client, []), (move, day, before, after))


def _of_move(facts: Known, episodes: list[int], said: tuple[str, date, str, str]) -> Iterator[Row]:
    move, day, before, after = said
    for pk in episodes:
        at = facts.episodes[pk]
        if _is_open(at, day):
            uid = str(uuid.uuid5(_SPACE, f"{at.uid} {move}"))
            own = (uid, at.uid, move, day, before, after, standings()[before], standings()[after])
            yield (facts.subject(pk), *own, *facts.wide(pk, day))


def _is_open(at: EpisodeFacts, day: date) -> bool:
    return at.start_date <= day and (at.end_date is None or day <= at.end_date)


def _by_client(facts: Known) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for pk, episode in facts.episodes.items():
        found[episode.client].append(pk)
    return found


@cache
def standings() -> dict[str, str]:
    """Whether each kind of home is a settled one, by its code; without the codes for a missing answer."""
    entries = registry.get("codes", KIND).entries
    return {entry.code: entry.group or "not_said" for entry in entries if not entry.missing}
