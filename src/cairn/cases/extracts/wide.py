"""What every row about a person carries: who, where, paid by whom, and come by which way; looked up once for a batch."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.cases.extracts import funding
from cairn.cases.extracts.funding import ServiceFacts, Span
from cairn.cases.extracts.people import Person, people_of
from cairn.cases.extracts.reading import Batch, batches
from cairn.cases.models import Episode, EpisodeFunding
from cairn.people.models import Client

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """An episode: `spans` say who pays for it when, as was recorded, or else as its service is paid for;
    `ending` why it ended, whether that was planned, and where to: nothing while it is open."""

    uid: str
    client: int
    service: int
    start_date: date
    end_date: date | None
    age_band: str
    no_baseline_reason: str
    ending: tuple[str | None, str | None, str | None]
    route: tuple[str | None, str | None, str | None]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """All that the rows of one batch have in common."""

    batch: Batch
    provider: str
    services: dict[int, ServiceFacts]
    people: dict[int, Person]
    episodes: dict[int, EpisodeFacts]

    def subject(self, episode: int) -> str:
        return self.people[self.episodes[episode].client].uid

    def wide(self, episode: int, day: date, contracts: list[str] | None = None) -> Row:
        """The columns `WIDE` of a fact in an episode on a day; `contracts` where the fact names its own."""
        at = self.episodes[episode]
        paid = funding.on(day, at.spans) if contracts is None else contracts
        return (*self.people[at.client].who(at.age_band), *self.where(at.service, paid), *at.route)

    def where(self, service: int, contracts: list[str]) -> Row:
        """The columns `WHERE`."""
        facts = self.services[service]
        return (self.provider, facts.uid, facts.area or None, contracts)


def known(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Known]:
    """What is needed for each batch of clients: two queries in all, three for a batch."""
    services = funding.services_of(organisation_id)
    provider = funding.provider_uid(organisation_id)
    for batch in batches(Client.objects.filter(organisation_id=organisation_id), subjects):
        yield Known(batch, provider, services, people_of(batch), _episodes(batch, services))


def _episodes(batch: Batch, services: dict[int, ServiceFacts]) -> dict[int, EpisodeFacts]:
    told = _fundings(batch)
    rows = Episode.objects.filter(**batch.where("client_id")).values_list(
        "pk", "uid", "client_id", "service_id", "start_date", "end_date", "age_band", "no_baseline_reason",
        "closure_reason", "closure_planned", "destination", "referral__sector", "referral__kind", "referral__crisis",
    )  # fmt: skip
    return {
        pk: EpisodeFacts(
            str(uid), client, service, start, end, band, reason,
            (why or None, (planned or "not_known") if end else None, (place or "not_known") if end else None),
            (sector, kind, crisis), told.get(pk, services[service].spans),
        )
        for pk, uid, client, service, start, end, band, reason, why, planned, place, sector, kind, crisis in rows
    }  # fmt: skip


def _fundings(batch: Batch) -> dict[int, tuple[Span, ...]]:
    found: dict[int, list[Span]] = defaultdict(list)
    rows = EpisodeFunding.objects.filter(**batch.where("client_id"))
    for episode, *paid in rows.values_list("episode_id", "contract__uid", "start_date", "end_date"):
        found[episode].append(funding.span(*paid))
    return {episode: tuple(spans) for episode, spans in found.items()}
