"""What a programme knows of a provider before any file is opened: authorities, sign-ups, services, years, samples, and the forms
that it may send. Read once for a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.collection import library, local, windows
from cairn.collection.columns import Local, columns_of
from cairn.collection.models import (
    Collection,
    CollectionAuthority,
    CollectionService,
    CollectionYear,
    LocalIndicator,
    LocalReason,
    Sampling,
    SignUp,
)
from cairn.collection.taking import Windows
from cairn.definitions import registry
from cairn.definitions.shapes.form import CollectionForm, FormReason, NeedQuestion
from cairn.exchange.forms.headings import Offer
from cairn.kernel import clock

WHO = "collection__organisation"


@dataclass(frozen=True, slots=True)
class ServiceKnown:
    """One service of a provider as an authority knows it."""

    id: int
    number: str
    name: str
    is_for_older: bool


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority of the programme; `sign_up` is None where it has not let the provider in."""

    id: int
    code: str
    name: str
    sign_up: SignUp | None
    services: Mapping[str, ServiceKnown] = field(default_factory=dict)
    indicators: tuple[LocalIndicator, ...] = ()
    reasons: tuple[LocalReason, ...] = ()

    @property
    def adds(self) -> bool:
        """Whether it adds anything to any form."""
        return bool(self.indicators or self.reasons)

    def local(self, form: CollectionForm, day: date) -> Local:
        """The needs and reasons that it adds to a form of this day."""
        return (
            *(local.need(row) for row in self.indicators if local.holds(row, form.id, day)),
            *(local.reason(row) for row in self.reasons if local.holds(row, form.id, day)),
        )


@dataclass(frozen=True, slots=True)
class Context:
    """`authorities` by their code in capitals. `at`: the moment whose windows hold, where that was before now."""

    collection: Collection
    forms: tuple[CollectionForm, ...]
    authorities: Mapping[str, Authority]
    years: tuple[CollectionYear, ...]
    samplings: Mapping[tuple[int, int], Sampling]
    today: date
    at: datetime | None = None

    @property
    def windows(self) -> Windows | None:
        return Windows(self.at, {year.pk: year for year in self.years}) if self.at else None

    def year_of(self, day: date) -> CollectionYear | None:
        return windows.year_of(self.years, day)

    def form_of(self, id: str, day: date) -> CollectionForm | None:
        """The version of a form that is in force on a day."""
        return library.in_force(tuple(form for form in self.forms if form.id == id), day)

    def offers(self) -> tuple[Offer, ...]:
        """Every version of every form with the columns that a file of it may have."""
        return tuple(Offer(form, columns_of(form, self._every_local(form))) for form in self.forms)

    def _every_local(self, form: CollectionForm) -> Local:
        found: dict[str, NeedQuestion | FormReason] = {}
        for authority in (one for one in self.authorities.values() if one.sign_up):
            for row in authority.indicators:
                if form.id in row.forms:
                    need = local.need(row)
                    found.setdefault(f"{need.name}_{need.ref}", need)
            found |= {row.code: local.reason(row) for row in authority.reasons if form.id in row.forms}
        return tuple(found.values())


def collection_of(by: Actor, uid: object) -> Collection:
    """A collection that the actor's organisation takes part in, or may ask to. Raises NotFound."""
    try:
        found = Collection.objects.filter(uid=UUID(str(uid))).first()
    except ValueError:
        found = None
    if found is None or not by.may(Permission.PREPARE_RETURNS):
        raise NotFound("no such collection")
    return found


def collections_of(by: Actor) -> list[Collection]:
    """Those that the actor's organisation has been let in to, by name."""
    if not by.may(Permission.PREPARE_RETURNS):
        return []
    let_in = SignUp.objects.filter(provider_id=by.organisation_id, state="approved").values("collection_id")
    return list(Collection.objects.filter(pk__in=let_in, ended_at=None).order_by("name", "pk"))


def of(by: Actor, collection: Collection, at: datetime | None = None) -> Context:
    years = tuple(CollectionYear.objects.filter(collection=collection).select_related(WHO).order_by("start_date"))
    samples = Sampling.objects.filter(year__in=years, is_on=True)
    return Context(
        collection=collection, forms=library.of_programme(collection.programme), authorities=_authorities(by, collection),
        years=years, samplings={(row.year_id, row.organisation_id): row for row in samples},
        today=clock.london_date(at or clock.now()), at=at,
    )  # fmt: skip


def _authorities(by: Actor, collection: Collection) -> dict[str, Authority]:
    mine = SignUp.objects.filter(collection=collection, provider_id=by.organisation_id, state="approved")
    sign_ups = {row.commissioner_id: row for row in mine}
    services = _by(
        CollectionService.objects.filter(sign_up__in=list(sign_ups.values())).select_related("service"), "sign_up_id"
    )
    indicators = _by(LocalIndicator.objects.filter(collection=collection).order_by("ref"), "organisation_id")
    reasons = _by(LocalReason.objects.filter(collection=collection).order_by("pk"), "organisation_id")
    rows = CollectionAuthority.objects.filter(collection=collection, left_date__isnull=True).select_related(
        "organisation"
    )
    return {
        row.code.upper(): _authority(row, sign_ups.get(row.organisation_id), services, indicators, reasons)
        for row in rows
    }


def _authority(
    row: CollectionAuthority, sign_up: SignUp | None, services: Any, indicators: Any, reasons: Any
) -> Authority:  # fmt: skip
    known = [
        ServiceKnown(one.service_id, one.service_number, one.service.name, _is_for_older(one.client_group))
        for one in (services.get(sign_up.pk, ()) if sign_up else ())
        if one.service_number
    ]
    return Authority(
        row.organisation_id, row.code, row.organisation.name, sign_up, {one.number.casefold(): one for one in known},
        tuple(indicators.get(row.organisation_id, ())), tuple(reasons.get(row.organisation_id, ())),
    )  # fmt: skip


def _is_for_older(client_group: str) -> bool:
    groups = registry.get("codes", "client_group")
    return client_group in groups.codes and groups.entry(client_group).group == "older"


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found
