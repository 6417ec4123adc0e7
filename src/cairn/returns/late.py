"""Whether something that was just recorded is dated in a period whose return was sent: its writer is told so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.cases import loading
from cairn.cases.models import EpisodeFunding
from cairn.returns.models import Return

CLOSED = ("submitted", "accepted")


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact, by its date, and by what says who pays for it: its service, its episode where it has one."""

    day: date
    service_id: int
    episode_id: int | None = None


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A period whose return was sent to a commissioner, and accepted or not yet."""

    round_name: str
    commissioner_name: str
    from_date: date
    to_date: date
    is_accepted: bool


def closed_periods(by: Actor, facts: Sequence[Dated]) -> tuple[ClosedPeriod, ...]:
    """The sent periods that these facts fall into, the oldest first. Two queries or three; none without facts."""
    if not facts:
        return ()
    paid = _contracts(by, facts)
    if not paid:
        return ()
    rows = Return.objects.filter(
        round__contract_id__in={contract for contract, _ in paid}, state__in=CLOSED,
        round__observed_from_date__lte=max(fact.day for fact in facts),
        round__observed_to_date__gte=min(fact.day for fact in facts),
    )  # fmt: skip
    found = rows.select_related("round", "commissioner").order_by("round__observed_from_date", "pk")
    return tuple(
        ClosedPeriod(
            row.round.name, row.commissioner.name, row.round.observed_from_date, row.round.observed_to_date,
            row.state == "accepted",
        )
        for row in found
        if any(
            contract == row.round.contract_id and row.round.observed_from_date <= day <= row.round.observed_to_date
            for contract, day in paid
        )
    )  # fmt: skip


def _contracts(by: Actor, facts: Iterable[Dated]) -> set[tuple[int, date]]:
    """(contract, day) of every contract that pays for a fact: the episode's own, else the service's."""
    facts = list(facts)
    episodes = {fact.episode_id for fact in facts if fact.episode_id}
    own: dict[int, list[tuple[int | None, date, date | None]]] = {}
    for episode, contract, start, end in EpisodeFunding.objects.filter(
        organisation_id=by.organisation_id, episode_id__in=episodes
    ).values_list("episode_id", "contract_id", "start_date", "end_date"):
        own.setdefault(episode, []).append((contract, start, end))
    usual = loading.contracts_of_services(by, (fact.service_id for fact in facts))
    paid = set()
    for fact in facts:
        said = own.get(fact.episode_id or 0)
        if said is not None:
            paid |= {
                (c, fact.day) for c, start, end in said if c and start <= fact.day and (not end or fact.day <= end)
            }
        else:
            paid |= {(each.pk, fact.day) for each in loading.paying_on(usual.get(fact.service_id, ()), fact.day)}
    return paid
