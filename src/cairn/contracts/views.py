"""What contracts look like to those who read them: frozen, no lazy rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from cairn.definitions.shapes.measure import Measure

Side = Literal["commissioner", "provider", "partner"]
AgreementState = Literal["draft", "signed_by_one", "in_force", "not_yet", "ended"]


@dataclass(frozen=True, slots=True)
class Source:
    """An organisation whose rows the lead may see under a contract: the lead itself, or a partner that agreed."""

    organisation_id: int
    organisation_uid: str
    slug: str
    name: str
    is_lead: bool


@dataclass(frozen=True, slots=True)
class PartnerView:
    uid: str
    organisation_uid: str
    name: str
    agreed_date: date | None
    version: int


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service that a contract funds. `uid` is the service's."""

    uid: str
    name: str
    organisation_uid: str
    organisation_name: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """An agreed measure with its definition at the agreed version. `by` is the dimension it is broken down by, or "".
    `area_outcome` is the outcome of the commissioner's own list that it tells of, in words, or ""."""

    measure: str
    version: int
    by: str
    measure_class: str
    position: int
    target: Decimal | None
    definition: Measure
    amber_percent: Decimal = Decimal(10)
    border_is_better: bool = True
    least_n: int = 0
    frequency: str = "quarterly"
    level: str = "individual"
    level_reason: str = ""
    area_outcome_uid: str = ""
    area_outcome: str = ""

    @property
    def label(self) -> str:
        return self.definition.label


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field that may leave. `tables` are the mart tables that carry it. `recipient` is "" and the rest none where the
    agreement itself says it. `has_ended`: its own end has passed on the day that it was read for, so it leaves no more."""

    name: str
    label: str
    purpose: str
    tables: tuple[str, ...]
    recipient: str = ""
    retention_months: int | None = None
    end_date: date | None = None
    has_ended: bool = False
    is_annual: bool = False


@dataclass(frozen=True, slots=True)
class AgreementView:
    """A data-sharing agreement. `state` is as of the date that it was read for; `live_now`: in force, and live reading
    is allowed and not paused."""

    uid: str
    version: int
    contract_uid: str
    purpose: str
    retention_months: int
    start_date: date
    end_date: date
    threshold: int
    allows_live: bool
    allows_linking: bool
    is_paused: bool
    provider_signed_date: date | None
    commissioner_signed_date: date | None
    state: AgreementState
    fields: tuple[FieldView, ...]

    @property
    def in_force(self) -> bool:
        return self.state == "in_force"

    @property
    def live_now(self) -> bool:
        return self.in_force and self.allows_live and not self.is_paused

    @property
    def field_names(self) -> frozenset[str]:
        """The fields that leave: those whose own end has not passed."""
        return frozenset(field.name for field in self.leaving)

    @property
    def leaving(self) -> tuple[FieldView, ...]:
        return tuple(field for field in self.fields if not field.has_ended)


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract in a list. `side` is the reader's; `has_agreement` says whether one is in force today; `is_within`, that the
    commissioner leads it itself."""

    uid: str
    reference: str
    title: str
    commissioning_area: str
    provider_name: str
    commissioner_name: str
    start_date: date
    end_date: date
    is_grant: bool
    side: Side
    has_agreement: bool
    is_within: bool = False


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract as its reader may see it. A partner sees no value, measures, agreements or other partners."""

    uid: str
    version: int
    reference: str
    title: str
    commissioning_area: str
    start_date: date
    end_date: date
    value_pounds: int | None
    is_grant: bool
    side: Side
    provider_uid: str
    provider_name: str
    commissioner_uid: str
    commissioner_name: str
    partners: tuple[PartnerView, ...]
    services: tuple[ServiceView, ...]
    measures: tuple[MeasureView, ...]
    agreements: tuple[AgreementView, ...]
    agreement: AgreementView | None
    lot: str = ""
    has_small_grants: bool = False
