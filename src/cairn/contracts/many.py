"""What `queries` reads of one contract, read of many in one go. Enter a scope that holds them all first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from cairn.contracts import queries
from cairn.contracts.models import AgreedMeasure, Contract, ContractPartner
from cairn.contracts.views import MeasureView, Source
from cairn.kernel import clock


def measures(contracts: Iterable[Contract]) -> Mapping[int, tuple[MeasureView, ...]]:
    """The agreed measures of each contract in their order, by its inner id. One query."""
    found: dict[int, list[MeasureView]] = defaultdict(list)
    rows = AgreedMeasure.objects.filter(contract__in=[each.pk for each in contracts]).select_related("area_outcome")
    for row in rows.order_by("contract_id", "position", "pk"):
        found[row.contract_id].append(queries.measure_view(row))
    return {contract: tuple(views) for contract, views in found.items()}


def sources(contracts: Iterable[Contract]) -> Mapping[int, tuple[Source, ...]]:
    """Whose rows count for each contract, by its inner id: the lead's, then those of partners that agreed. One query, where
    the contracts have their providers."""
    known = list(contracts)
    partners = defaultdict(list)
    agreed = ContractPartner.objects.filter(contract__in=[each.pk for each in known], agreed_date__lte=clock.today())
    for row in agreed.select_related("partner").order_by("partner__name"):
        partners[row.contract_id].append(row.partner)
    return {each.pk: queries.sources_from(each, partners[each.pk]) for each in known}
