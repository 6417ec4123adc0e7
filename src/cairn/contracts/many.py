"""What `queries` reads of one contract, read of many in one go. Enter a scope that holds them all first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from cairn.contracts import queries, standing
from cairn.contracts.models import AgreedMeasure, Contract, ContractPartner
from cairn.contracts.views import MeasureView, Source
from cairn.kernel import clock


def measures(contracts: Iterable[Contract], on: date | None = None) -> Mapping[int, tuple[MeasureView, ...]]:
    """The agreed measures of each contract in their order, by its inner id; as a round that begins `on` a day carries them,
    where that is said. One query, or two."""
    known = {each.pk: each for each in contracts}
    found: dict[int, list[AgreedMeasure]] = defaultdict(list)
    rows = AgreedMeasure.objects.filter(contract__in=list(known)).select_related("area_outcome")
    for row in rows.order_by("contract_id", "position", "pk"):
        found[row.contract_id].append(row)
    for contract, lines in standing.later(known, on).items() if on else ():
        found[contract] = standing.before(found[contract], lines, known[contract])
    return {contract: tuple(map(queries.measure_view, mine)) for contract, mine in found.items()}


def sources(contracts: Iterable[Contract]) -> Mapping[int, tuple[Source, ...]]:
    """Whose rows count for each contract, by its inner id: the lead's, then those of partners that agreed. One query, where
    the contracts have their providers."""
    known = list(contracts)
    partners = defaultdict(list)
    agreed = ContractPartner.objects.filter(contract__in=[each.pk for each in known], agreed_date__lte=clock.today())
    for row in agreed.select_related("partner").order_by("partner__name"):
        partners[row.contract_id].append(row.partner)
    return {each.pk: queries.sources_from(each, partners[each.pk]) for each in known}
