"""Which contracts pay for a fact on its own date."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.models import Organisation
from cairn.contracts.models import ContractService
from cairn.services.models import Service

FOREVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Span:
    """A contract, from one day to another, both inside; `None` is another payer, such as own funds."""

    contract: str | None
    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.contract} {self.start.isoformat()} {self.end.isoformat()}"


def span(contract: Any, start: date, end: date | None) -> Span:
    return Span(None if contract is None else str(contract), start, end or FOREVER)


def on(day: date, spans: Iterable[Span]) -> list[str]:
    """The contracts that pay on a day, each once, in order."""
    return sorted({s.contract for s in spans if s.contract and s.start <= day <= s.end})


def words(spans: Iterable[Span]) -> list[str]:
    """Spans as the mart holds them: `uid first-day last-day`."""
    return sorted({str(s) for s in spans if s.contract})


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service: its own columns, its rule for a baseline, and the contracts that fund it unless an episode says else."""

    uid: str
    area: str
    baseline_days: int
    spans: tuple[Span, ...]


def services_of(organisation_id: int) -> dict[int, ServiceFacts]:
    """The organisation's services by inner id."""
    funded: dict[int, list[Span]] = defaultdict(list)
    links = ContractService.objects.filter(organisation_id=organisation_id)
    for service, *contract in links.values_list(
        "service_id", "contract__uid", "contract__start_date", "contract__end_date"
    ):
        funded[service].append(span(*contract))
    rows = Service.objects.filter(organisation_id=organisation_id)
    return {
        pk: ServiceFacts(str(uid), area, days, tuple(funded[pk]))
        for pk, uid, area, days in rows.values_list("pk", "uid", "commissioning_area", "baseline_days")
    }


def provider_uid(organisation_id: int) -> str:
    return str(Organisation.objects.values_list("uid", flat=True).get(pk=organisation_id))
