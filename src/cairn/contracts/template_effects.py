"""What a template change would do to each contract of an area: what it carries today, what would differ, and what recording would
ask before and after, as counts. A handful of queries however many contracts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.contracts import proposals, queries, rules_burden, rules_templates, wording
from cairn.contracts.models import AgreedMeasure, Contract, PaymentTerm, ProposalLine, RecordedCount
from cairn.contracts.proposals import Line
from cairn.contracts.rules_burden import Burden
from cairn.contracts.rules_proposals import Key
from cairn.contracts.rules_templates import TemplateLine, Touch
from cairn.contracts.wording import Terms
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.kernel import clock

Carried = Mapping[Key, Terms]


@dataclass(frozen=True, slots=True)
class Effect:
    """One contract. `lines` are only those that touch it; `paid` labels of measures that would go though something is paid by
    them; minutes are a quarter's, None where the provider has not counted what it records."""

    contract_uid: str
    reference: str
    title: str
    provider: str
    carries: int
    would_carry: int
    lines: tuple[Line, ...]
    paid: tuple[str, ...]
    items_before: int
    items_after: int
    minutes_before: int | None
    minutes_after: int | None

    @property
    def is_touched(self) -> bool:
        return bool(self.lines)


def known() -> dict[str, Measure]:
    """What a template may hold, at its newest version: never what one provider made for itself."""
    return {one.id: one for one in registry.all("measure")}


def running(by: Actor, area: str, day: date) -> list[Contract]:
    """The contracts of an area of the actor's organisation that run on a day or later, in the order of their references."""
    rows = queries.visible_to(by).filter(commissioner_id=by.organisation_id, commissioning_area=area, end_date__gte=day)
    return list(rows.order_by("reference"))


def carried(contracts: Iterable[Contract]) -> dict[int, dict[Key, dict[str, Any]]]:
    """What each contract says of each measure now, by its inner id. One query."""
    found: dict[int, dict[Key, dict[str, Any]]] = {each.pk: {} for each in contracts}
    rows = AgreedMeasure.objects.filter(contract__in=list(found)).select_related("area_outcome")
    for row in rows.order_by("contract_id", "position", "pk"):
        found[row.contract_id][row.measure, row.by] = wording.of(row)
    return found


def effects(contracts: Sequence[Contract], lines: Sequence[TemplateLine]) -> tuple[Effect, ...]:
    """Of the contracts of one commissioner, in their order."""
    held, measures = carried(contracts), known()
    counts, paid = _counted(contracts), _paid(contracts)
    fields = queries.named_now(contracts[0].commissioner_id, clock.today()) if contracts else {}
    return tuple(
        _effect(each, held[each.pk], rules_templates.touches(lines, held[each.pk], measures), fields.get(each.pk, ()),
                counts.get(each.pk), paid[each.pk])
        for each in contracts
    )  # fmt: skip


def _effect(
    contract: Contract,
    now: Carried,
    found: Sequence[Touch],
    fields: Iterable[str],
    counts: Mapping[str, int] | None,
    paid: set[str],
) -> Effect:
    then, names = rules_templates.after(now, found), sorted(fields)
    before, after = _burden(now, names, counts), _burden(then, names, counts)
    gone = {one.key for one in found if one.line.doing == "drop"}
    bare = {key[0] for key in gone} - {key[0] for key in then}
    return Effect(
        str(contract.uid), contract.reference, contract.title, contract.provider.name, len(now), len(then),
        tuple(proposals.line_of(_row(one)) for one in found),
        tuple(wording.label(*key) for key in sorted(gone) if key[0] in paid & bare),
        before.items_per_client, after.items_per_client, before.minutes, after.minutes,
    )  # fmt: skip


def _row(one: Touch) -> ProposalLine:
    """As a line of a proposal that nobody wrote, to be read out like one."""
    line = one.line
    return ProposalLine(
        doing=line.doing, measure=line.measure, by=line.by, terms=dict(one.terms), before=dict(one.before),
        reason=line.reason,
    )  # fmt: skip


def _burden(terms: Carried, fields: Sequence[str], counts: Mapping[str, int] | None) -> Burden:
    measures = [registry.get("measure", key[0], said["measure_version"]) for key, said in terms.items()]
    return rules_burden.burden(measures, fields, counts)


def _counted(contracts: Iterable[Contract]) -> dict[int, Mapping[str, int]]:
    """What each provider told last of how much it recorded. One query."""
    rows = RecordedCount.objects.filter(contract__in=[each.pk for each in contracts]).order_by("told_at", "pk")
    return dict(rows.values_list("contract_id", "counts"))


def _paid(contracts: Iterable[Contract]) -> dict[int, set[str]]:
    """The measures by which something is paid, by contract. One query."""
    rows = PaymentTerm.objects.filter(contract__in=[each.pk for each in contracts])
    found: dict[int, set[str]] = defaultdict(set)
    for contract, measure in rows.exclude(ended_date__lte=clock.today()).values_list("contract_id", "measure"):
        found[contract].add(measure)
    return found
