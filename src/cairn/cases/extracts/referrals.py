"""Referrals and episodes."""

from collections.abc import Iterator
from datetime import date

from cairn.cases.extracts import funding
from cairn.cases.extracts.wide import EpisodeFacts, Known, Row, known
from cairn.cases.models import Referral


def referrals(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row a referral. Paid for as its episode is at the start; without one, as the service is on the day received."""
    for facts in known(organisation_id, subjects):
        rows = Referral.objects.filter(**facts.batch.where("client_id")).order_by("pk")
        for row in rows.values_list(
            "uid", "client_id", "service_id", "received_date", "state", "unsuccessful_reason",
            "sector", "kind", "crisis", "episode__pk",
        ).iterator(2000):  # fmt: skip
            yield _referral(facts, row)


def _referral(facts: Known, row: Row) -> Row:
    uid, client, service, received, state, reason, *route, episode = row
    person = facts.people[client]
    if episode is None:
        paid = funding.on(received, facts.services[service].spans)
    else:
        paid = funding.on(facts.episodes[episode].start_date, facts.episodes[episode].spans)
    own = (str(uid), "in", received, state, reason or None)
    return (person.uid, *own, *person.who(person.band_on(received)), *facts.where(service, paid), *route)


def episodes(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row an episode. `contracts` pay for it on its first day; `contract_spans` tell of every day."""
    for facts in known(organisation_id, subjects):
        first = _first_episodes(facts)
        for pk, episode in facts.episodes.items():
            own = (episode.uid, episode.start_date, episode.end_date, first[episode.client] == pk)
            wide = facts.wide(pk, episode.start_date)
            yield (facts.subject(pk), *own, funding.words(_within(episode)), *wide)


def _first_episodes(facts: Known) -> dict[int, int]:
    """The first episode of each client here; of two that start on one day, the one recorded first."""
    first: dict[int, tuple[date, int]] = {}
    for pk, episode in facts.episodes.items():
        mine = (episode.start_date, pk)
        first[episode.client] = min(first.get(episode.client, mine), mine)
    return {client: pk for client, (_, pk) in first.items()}


def _within(episode: EpisodeFacts) -> list[funding.Span]:
    """The spans of funding, cut to the days on which the episode is open."""
    last = episode.end_date or funding.FOREVER
    cut = [funding.Span(s.contract, max(s.start, episode.start_date), min(s.end, last)) for s in episode.spans]
    return [s for s in cut if s.start <= s.end]
