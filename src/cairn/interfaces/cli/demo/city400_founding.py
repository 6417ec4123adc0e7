"""Set up a city of many contracts: its organisations, contracts with their lots, measures and targets, partners, agreements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts.actions import agreements, contracts, measures, partners
from cairn.contracts.actions import services as funded
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.measures import NewMeasure
from cairn.interfaces.cli.demo.city import SHARED_FIELDS
from cairn.interfaces.cli.demo.city400 import QUARTERLY, YEARLY, YEARLY_FIELDS, CityPlan, PlannedContract
from cairn.interfaces.cli.demo.founding import Founded, commissioner, provider
from cairn.returns.rules_rounds import ANNUAL

PURPOSE = "To see who is reached, what changes for them, and whether all groups are served alike"


@dataclass(frozen=True, slots=True)
class Standing:
    """A contract of the city as it stands, and who gives its returns."""

    plan: PlannedContract
    uid: str
    lead: Founded


@dataclass(frozen=True, slots=True)
class City:
    """Its commissioner, its providers by slug, its contracts in their order."""

    council: Actor
    founded: Mapping[str, Founded]
    contracts: Sequence[Standing]


def found(plan: CityPlan, since: date, until: date) -> City:
    """Everything before the first person comes."""
    council = commissioner()
    founded = {one.slug: provider(one, since) for one in plan.providers}
    with scope.of(council):
        rows = contracts.add(by=council, contracts=[_new(each, since, until) for each in plan.contracts]).items
    standing = [
        Standing(each, str(row.uid), founded[each.lead]) for each, row in zip(plan.contracts, rows, strict=True)
    ]
    for one in standing:
        _agree(council, one, since, one.plan.ends or until)
        _fund(founded, one)
    _name_payers(standing)
    return City(council, founded, standing)


def _new(each: PlannedContract, since: date, until: date) -> NewContract:
    return NewContract(
        reference=each.reference, title=each.title, commissioning_area=each.area, start_date=since, end_date=each.ends or until,
        provider_slug=each.lead, value_pounds=each.value, is_grant=each.is_grant, lot=each.lot,
    )  # fmt: skip


def _agree(council: Actor, one: Standing, since: date, until: date) -> None:
    """What its returns carry, and what may leave with them: signed by both, or still waiting for the provider."""
    agreed = [NewMeasure(measure, by=by, target=one.plan.targets.get(measure)) for measure, by in QUARTERLY]
    heads = any(kind.mode == "head_count" for at in one.plan.services for kind in one.lead.plan.services[at].types)
    agreed += [NewMeasure("group_heads")] if heads else []
    agreed += [NewMeasure(measure, by=by, frequency=ANNUAL) for measure, by in YEARLY]
    fields = (*SHARED_FIELDS, *YEARLY_FIELDS)
    with scope.of(council):
        measures.agree(by=council, contract_uid=one.uid, measures=agreed)
        drafted = agreements.draft(
            by=council, contract_uid=one.uid, purpose=PURPOSE, start_date=since, end_date=until, fields=fields,
            allows_linking=one.plan.pays_second,
        ).one  # fmt: skip
        agreements.sign(by=council, agreement_uid=str(drafted.uid))
    if one.plan.is_signed:
        with scope.of(one.lead.lead):
            agreements.sign(by=one.lead.lead, agreement_uid=str(drafted.uid))


def _fund(founded: Mapping[str, Founded], one: Standing) -> None:
    """The lead's services and each partner's first are paid for by the contract; every partner agrees."""
    with scope.of(one.lead.manager):
        for at in one.plan.services:
            funded.fund(by=one.lead.manager, contract_uid=one.uid, service_uid=one.lead.services[at].uid)
    if not one.plan.partners:
        return
    _name_partners(one)
    for slug in one.plan.partners:
        other = founded[slug]
        with scope.of(other.lead):
            partners.agree(by=other.lead, contract_uid=one.uid)
        with scope.of(other.manager):
            funded.fund(by=other.manager, contract_uid=one.uid, service_uid=other.services[0].uid)


def _name_partners(one: Standing) -> None:
    with scope.of(one.lead.lead):
        named = [partners.NewPartner(slug=slug) for slug in one.plan.partners]
        partners.add(by=one.lead.lead, contract_uid=one.uid, partners=named)


def _name_payers(standing: Sequence[Standing]) -> None:
    """Whom the loading has paid for twice: the first contract of a provider, and the one that pays besides."""
    for one in standing:
        if one.plan.pays_second or not one.lead.contract_uids:
            one.lead.contract_uids.append(one.uid)
