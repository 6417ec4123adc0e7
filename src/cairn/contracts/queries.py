"""Who has agreed what with whom. Enter a scope first; what the actor's organisation is no party to does not exist."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.queries import NotFound
from cairn.contracts import rules
from cairn.contracts.models import AgreedMeasure, Agreement, Contract, ContractPartner, ContractService
from cairn.contracts.parties import sides
from cairn.contracts.views import (
    AgreementView,
    ContractLine,
    ContractView,
    FieldView,
    MeasureView,
    PartnerView,
    ServiceView,
    Side,
    Source,
)
from cairn.definitions import registry
from cairn.kernel import clock

__all__ = [
    "NotFound", "agreement", "agreement_in_force", "commissioned", "contracts_of_service", "get", "governing", "linking_now",
    "listing", "measures_of", "named_now", "one", "partner_sources", "shareable", "visible_to",
]  # fmt: skip


def one(rows: "QuerySet[Any]", uid: str) -> Any:
    """The row of this uid, or NotFound, also for what is no uid."""
    try:
        found = rows.filter(uid=UUID(str(uid))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(uid)
    return found


def visible_to(by: Actor) -> "QuerySet[Any]":
    """Contracts to which the actor's organisation is a party: lead, partner or commissioner."""
    mine = Contract.party_to(frozenset({by.organisation_id}))
    return Contract.objects.filter(mine).select_related("provider", "commissioner").order_by("-start_date", "-pk")


def commissioned(by: Actor, contract_uid: str) -> Contract:
    """A contract that the actor's organisation commissions, for a deed that only its commissioner does. Raises NotFound."""
    found: Contract = one(visible_to(by).filter(commissioner_id=by.organisation_id), contract_uid)
    return found


def listing(by: Actor) -> tuple[ContractLine, ...]:
    """Newest first."""
    rows = list(visible_to(by).prefetch_related("agreements"))
    today = clock.today()
    return tuple(_line(row, by, today) for row in rows)


def paying(by: Actor, service_uid: object) -> tuple[tuple[ContractLine, ...], tuple[ContractLine, ...]]:
    """Of the contracts that the actor's organisation delivers: those that fund a service of its own, and the others."""
    funded = set(
        ContractService.objects.filter(organisation_id=by.organisation_id, service__uid=service_uid).values_list(
            "contract__uid", flat=True
        )
    )
    ours = [line for line in listing(by) if line.side != "commissioner"]
    paid = tuple(line for line in ours if UUID(line.uid) in funded)
    return paid, tuple(line for line in ours if line not in paid)


def _line(row: Contract, by: Actor, today: date) -> ContractLine:
    side = _side(row, by)
    agreed = side != "partner" and any(
        rules.agreement_state(each, today) == "in_force" for each in row.agreements.all()
    )
    return ContractLine(
        str(row.uid), row.reference, row.title, row.commissioning_area, row.provider.name, row.commissioner.name,
        row.start_date, row.end_date, row.is_grant, side, agreed,
        is_within=row.provider_id == row.commissioner_id,
    )  # fmt: skip


def _side(row: Contract, by: Actor) -> Side:
    """The side that a reader stands on; one that is both reads as the commissioner."""
    mine = sides(row, by)
    return "commissioner" if "commissioner" in mine else "provider" if "provider" in mine else "partner"


def get(by: Actor, uid: str) -> ContractView:
    """Raises NotFound."""
    row = one(visible_to(by), uid)
    side = _side(row, by)
    whole = side != "partner"
    agreements = _agreements(row) if whole else ()
    return ContractView(
        uid=str(row.uid),
        version=row.version,
        reference=row.reference,
        title=row.title,
        commissioning_area=row.commissioning_area,
        start_date=row.start_date,
        end_date=row.end_date,
        value_pounds=row.value_pounds if whole else None,
        is_grant=row.is_grant,
        side=side,
        provider_uid=str(row.provider.uid),
        provider_name=row.provider.name,
        commissioner_uid=str(row.commissioner.uid),
        commissioner_name=row.commissioner.name,
        partners=_partners(row, by, side),
        services=_services(row, by, side),
        measures=measures_of(row) if whole else (),
        agreements=agreements,
        agreement=agreement_in_force(row, clock.today()) if whole else None,
        lot=row.lot,
        has_small_grants=row.has_small_grants,
    )


def _partners(row: Contract, by: Actor, side: Side) -> tuple[PartnerView, ...]:
    rows = ContractPartner.objects.filter(contract=row).select_related("partner").order_by("partner__name")
    if side == "partner":
        rows = rows.filter(partner_id=by.organisation_id)
    return tuple(
        PartnerView(str(each.uid), str(each.partner.uid), each.partner.name, each.agreed_date, each.version)
        for each in rows
    )


def _services(row: Contract, by: Actor, side: Side) -> tuple[ServiceView, ...]:
    rows = ContractService.objects.filter(contract=row).order_by("organisation__name", "service__name")
    if side == "partner":
        rows = rows.filter(organisation_id=by.organisation_id)
    columns = rows.values_list("service__uid", "service__name", "organisation__uid", "organisation__name")
    return tuple(ServiceView(str(uid), name, str(of), of_name) for uid, name, of, of_name in columns)


def agreement(by: Actor, uid: str) -> AgreementView:
    """One agreement, for its two sides. Raises NotFound."""
    mine = Agreement.party_to(frozenset({by.organisation_id}))
    return agreement_view(one(Agreement.objects.filter(mine).select_related("contract"), uid), clock.today())


def _agreements(contract: Contract) -> tuple[AgreementView, ...]:
    rows = Agreement.objects.filter(contract=contract).select_related("contract").prefetch_related("fields")
    today = clock.today()
    return tuple(agreement_view(row, today) for row in rows.order_by("-start_date", "-pk"))


def agreement_view(row: Agreement, on_date: date) -> AgreementView:
    """Its contract and fields should be read already."""
    fields = sorted(row.fields.all(), key=lambda field: list(rules.SHAREABLE).index(field.name))
    return AgreementView(
        uid=str(row.uid),
        version=row.version,
        contract_uid=str(row.contract.uid),
        purpose=row.purpose,
        retention_months=row.retention_months,
        start_date=row.start_date,
        end_date=row.end_date,
        threshold=row.threshold,
        allows_live=row.allows_live,
        allows_linking=row.allows_linking,
        is_paused=row.is_paused,
        provider_signed_date=row.provider_signed_date,
        commissioner_signed_date=row.commissioner_signed_date,
        state=rules.agreement_state(row, on_date),
        fields=tuple(_field(field, on_date) for field in fields),
    )


def _field(row: Any, on_date: date) -> FieldView:
    ended = row.end_date is not None and row.end_date < on_date
    said = (row.purpose, rules.tables_of(row.name), row.recipient, row.retention_months, row.end_date, ended)
    return FieldView(row.name, rules.SHAREABLE[row.name], *said, row.name in rules.ANNUAL_ONLY)


def agreement_in_force(contract: Contract | ContractView, on_date: date) -> AgreementView | None:
    """The agreement that both have signed and whose dates hold the day; the latest signed, where there are two."""
    rows = Agreement.objects.filter(contract__uid=contract.uid, start_date__lte=on_date, end_date__gte=on_date)
    rows = rows.select_related("contract").prefetch_related("fields")
    valid = [row for row in rows if rules.agreement_state(row, on_date) == "in_force"]
    valid.sort(key=lambda row: (max(row.provider_signed_date, row.commissioner_signed_date), row.pk))
    return agreement_view(valid[-1], on_date) if valid else None


def measures_of(contract: Contract | ContractView) -> tuple[MeasureView, ...]:
    """The agreed measures in their order."""
    rows = AgreedMeasure.objects.filter(contract__uid=contract.uid).select_related("area_outcome")
    return tuple(map(measure_view, rows.order_by("position", "pk")))


def measure_view(row: AgreedMeasure) -> MeasureView:
    """An agreed measure as it is read; its `area_outcome` is read with it."""
    return MeasureView(
        row.measure, row.measure_version, row.by, row.measure_class, row.position, row.target,
        registry.get("measure", row.measure, row.measure_version), row.amber_percent, row.border_is_better,
        row.least_n, row.frequency, row.level, row.level_reason,
        str(row.area_outcome.uid) if row.area_outcome else "",
        f"{row.area_outcome.code} {row.area_outcome.label}" if row.area_outcome else "",
    )  # fmt: skip


def contracts_of_service(service_ids: Iterable[int], on_date: date) -> dict[int, tuple[Contract, ...]]:
    """The contracts that fund each service on a day, by the service's inner id; () where none does."""
    ids = list(service_ids)
    found: dict[int, list[Contract]] = defaultdict(list)
    rows = ContractService.objects.filter(
        service_id__in=ids, contract__start_date__lte=on_date, contract__end_date__gte=on_date
    )
    for row in rows.select_related("contract").order_by("contract__start_date", "contract_id"):
        found[row.service_id].append(row.contract)
    return {id_: tuple(found[id_]) for id_ in ids}


def partner_sources(contract: Contract | ContractView) -> tuple[Source, ...]:
    """The organisations whose rows the lead may see under the contract: itself first, then partners that agreed."""
    found = contract if isinstance(contract, Contract) else None
    row = found or Contract.objects.select_related("provider").get(uid=contract.uid)
    agreed = ContractPartner.objects.filter(contract=row, agreed_date__isnull=False, agreed_date__lte=clock.today())
    others = [each.partner for each in agreed.select_related("partner").order_by("partner__name")]
    return sources_from(row, others)


def sources_from(row: Contract, partners: Sequence[Organisation]) -> tuple[Source, ...]:
    """The lead of a contract, then partners that agreed, as sources of rows."""
    return tuple(
        Source(each.pk, str(each.uid), each.slug, each.name, each.pk == row.provider_id)
        for each in [row.provider, *partners]
    )


def shareable() -> tuple[FieldView, ...]:
    """The closed list of fields that an agreement may name, with an empty purpose."""
    return tuple(_field(rules.NewField(name, ""), clock.today()) for name in rules.SHAREABLE)


def governing(rows: Iterable[Agreement], on_date: date) -> Agreement | None:
    """Of a contract's agreements the one that says what its recipient may read today: the one in force; where none is, the
    last that both sides signed and that has begun. What was received under it is still held to its fields."""
    states = {"in_force": 1, "ended": 0}
    stands = [row for row in rows if rules.agreement_state(row, on_date) in states]

    def rank(row: Agreement) -> tuple[int, date, int]:
        signed = max(day for day in (row.provider_signed_date, row.commissioner_signed_date) if day)
        return states[rules.agreement_state(row, on_date)], signed, row.pk

    return max(stands, key=rank, default=None)


def named_now(commissioner_id: int, on_date: date) -> dict[int, frozenset[str]]:
    """Of each contract of a commissioner (its inner id) the fields that its agreement names today. A field that was struck
    is not among them; one whose end has passed is: what was received of it is kept for as long as was agreed."""
    return {
        contract: frozenset(field.name for field in row.fields.all()) if row else frozenset()
        for contract, row in _governing_now(commissioner_id, on_date).items()
    }


def linking_now(commissioner_id: int, on_date: date) -> frozenset[int]:
    """The contracts of a commissioner (inner ids) whose agreement lets people be counted once across contracts today."""
    found = _governing_now(commissioner_id, on_date)
    return frozenset(contract for contract, row in found.items() if row and row.allows_linking)


def _governing_now(commissioner_id: int, on_date: date) -> dict[int, Agreement | None]:
    found: dict[int, list[Agreement]] = defaultdict(list)
    for row in Agreement.objects.filter(commissioner_id=commissioner_id).prefetch_related("fields"):
        found[row.contract_id].append(row)
    return {contract: governing(mine, on_date) for contract, mine in found.items()}
