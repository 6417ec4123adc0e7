"""Referrals and episodes."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Min

from cairn.cases.extracts import funding
from cairn.cases.extracts.wide import EpisodeFacts, Known, Row, known
from cairn.cases.models import Attendance, Referral


def referrals(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row a referral. Paid for as its episode is at the start; without one, as the service is on the day received."""
    for facts in known(organisation_id, subjects):
        came = _first_visits(facts)
        rows = Referral.objects.filter(**facts.batch.where("client_id")).order_by("pk")
        for row in rows.values_list(
            "uid", "client_id", "service_id", "received_date", "state", "unsuccessful_reason",
            "urgency", "first_contact_date", "assessed_date", "decided_date", "sector", "kind", "crisis", "episode__pk",
        ).iterator(2000):  # fmt: skip
            yield _referral(facts, row, came)


def _first_visits(facts: Known) -> dict[int, date]:
    """The first day on which somebody came, by episode."""
    rows = Attendance.objects.filter(**facts.batch.where("client_id"), state="attended", episode__isnull=False)
    return dict(rows.order_by().values_list("episode_id").annotate(first=Min("activity_date")))


def _referral(facts: Known, row: Row, came: Mapping[int, date]) -> Row:
    uid, client, service, received, state, reason, urgency, *steps, sector, kind, crisis, episode = row
    route = (sector, kind, crisis)
    person = facts.people[client]
    if episode is None:
        paid, start = funding.on(received, facts.services[service].spans), None
    else:
        start = facts.episodes[episode].start_date
        paid = funding.on(start, facts.episodes[episode].spans)
    waited = [(day - received).days if day else None for day in (*steps, start, came.get(episode))]
    own = (str(uid), "in", received, state, reason or None, urgency, *waited)
    return (person.uid, *own, *person.who(person.band_on(received)), *facts.where(service, paid), *route)


def episodes(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row an episode. `contracts` pay for it on its first day; `contract_spans` tell of every day."""
    for facts in known(organisation_id, subjects):
        first = _first_episodes(facts)
        for pk, episode in facts.episodes.items():
            own = (episode.uid, episode.start_date, episode.end_date, first[episode.client] == pk, *episode.ending)
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
