"""Collections as each side reads them: what there is, who sits in it, who takes part, what is asked of whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.queries import NotFound
from cairn.collection import columns, library, local, own_forms
from cairn.collection.models import (
    CollectedForm,
    Collection,
    CollectionAuthority,
    CollectionService,
    CollectionYear,
    LocalIndicator,
    LocalReason,
    Sampling,
    SignUp,
)
from cairn.collection.rules_programme import Offered, YearDates
from cairn.definitions import registry
from cairn.definitions.shapes.form import CollectionForm, NeedQuestion


@dataclass(frozen=True, slots=True)
class Seat:
    """A collection as an authority sees it. `waiting` are requests that it has to decide."""

    collection: Collection
    seat: CollectionAuthority | None
    runs: bool
    years: tuple[CollectionYear, ...]
    sign_ups: tuple[SignUp, ...]
    authorities: tuple[CollectionAuthority, ...]
    samplings: dict[int, Sampling] = field(default_factory=dict)
    indicators: tuple[LocalIndicator, ...] = ()
    sent: dict[tuple[int, int], int] = field(default_factory=dict)
    reasons: tuple[LocalReason, ...] = ()

    @property
    def waiting(self) -> tuple[SignUp, ...]:
        return tuple(one for one in self.sign_ups if one.state == "requested")

    @property
    def taking_part(self) -> tuple[SignUp, ...]:
        return tuple(one for one in self.sign_ups if one.state == "approved")


@dataclass(frozen=True, slots=True)
class Standing:
    """A sign-up as its provider sees it, with what it has said of its services and the years that the collection has."""

    sign_up: SignUp
    places: tuple[CollectionService, ...]
    years: tuple[CollectionYear, ...]
    sent: dict[int, int]


def for_authority(by: Actor) -> list[Seat]:
    """The collections that the actor's organisation runs or sits in."""
    with scope.of(by):
        mine = Q(organisation_id=by.organisation_id)
        sits = CollectionAuthority.objects.filter(mine, left_date=None).values("collection_id")
        rows = Collection.objects.filter(mine | Q(pk__in=sits)).select_related("organisation").order_by("name", "pk")
        return [_seat(by, row) for row in rows]


def open_to_join(by: Actor) -> list[Collection]:
    """Listed collections of others in which the actor's authority does not sit."""
    with scope.of(by):
        sits = CollectionAuthority.objects.filter(organisation_id=by.organisation_id, left_date=None).values(
            "collection_id"
        )
        rows = (
            Collection.objects.filter(is_listed=True, ended_at=None)
            .exclude(organisation_id=by.organisation_id)
            .exclude(pk__in=sits)
        )
        return list(rows.select_related("organisation").order_by("name", "pk"))


def one_for_authority(by: Actor, uid: object) -> Seat:
    """Raises NotFound."""
    for found in for_authority(by):
        if str(found.collection.uid) == str(uid):
            return found
    raise NotFound(uid)


def _seat(by: Actor, row: Collection) -> Seat:
    runs = row.organisation_id == by.organisation_id
    authorities = tuple(row.authorities.select_related("organisation").order_by("organisation__name"))
    sign_ups = SignUp.objects.filter(collection=row, commissioner_id=by.organisation_id).select_related("provider")
    years = tuple(row.years.order_by("-start_date"))
    samplings = Sampling.objects.filter(year__in=years, organisation_id=by.organisation_id)
    indicators = LocalIndicator.objects.filter(collection=row, organisation_id=by.organisation_id)
    sent = CollectedForm.objects.filter(collection=row, commissioner_id=by.organisation_id, state="sent")
    counts = sent.order_by().values_list("provider_id", "year_id").annotate(n=Count("pk"))
    return Seat(
        row, next((one for one in authorities if one.organisation_id == by.organisation_id and not one.left_date), None),
        runs, years, tuple(sign_ups.order_by("provider__name")), authorities, {one.year_id: one for one in samplings},
        tuple(indicators.order_by("pk")), {(provider, year): n for provider, year, n in counts},
        tuple(LocalReason.objects.filter(collection=row, organisation_id=by.organisation_id).order_by("pk")),
    )  # fmt: skip


def for_provider(by: Actor) -> list[Standing]:
    """The actor's own sign-ups."""
    with scope.of(by):
        rows = SignUp.objects.filter(provider_id=by.organisation_id).select_related("collection", "commissioner")
        return [_standing(by, row) for row in rows.order_by("collection__name", "commissioner__name")]


def _standing(by: Actor, row: SignUp) -> Standing:
    places = CollectionService.objects.filter(sign_up=row).select_related("service").order_by("service__name")
    sent = CollectedForm.objects.filter(
        provider_id=by.organisation_id,
        collection_id=row.collection_id,
        commissioner_id=row.commissioner_id,
        state="sent",
    )
    counts = dict(sent.order_by().values_list("year_id").annotate(n=Count("pk")))
    return Standing(row, tuple(places), tuple(row.collection.years.order_by("-start_date")), counts)


def received(by: Actor, row: Collection, words: str = "") -> "QuerySet[CollectedForm]":
    """The forms of a collection that the actor's authority was sent and that stand, newest first."""
    rows = CollectedForm.objects.filter(collection=row, commissioner_id=by.organisation_id, state="sent")
    if words:
        rows = rows.filter(Q(number__startswith=words) | Q(person__startswith=words.lower()))
    found: QuerySet[CollectedForm] = rows.select_related("provider", "year").order_by("-form_date", "-pk")
    return found


def received_one(by: Actor, uid: object) -> CollectedForm:
    """Raises NotFound, also for one that was taken back."""
    rows = CollectedForm.objects.filter(commissioner_id=by.organisation_id, state="sent")
    found: CollectedForm = _one(rows.select_related("provider", "year", "collection", "submission"), uid)
    return found


def same_person(by: Actor, row: CollectedForm) -> "QuerySet[CollectedForm]":
    """The other forms that the same provider sent about the same person."""
    rows = received(by, row.collection).filter(provider_id=row.provider_id, person=row.person)
    return rows.exclude(pk=row.pk)


def listed(by: Actor) -> list[Collection]:
    """The collections that a provider may ask to take part in."""
    with scope.of(by):
        rows = Collection.objects.filter(is_listed=True, ended_at=None)
        return list(rows.select_related("organisation").order_by("name", "pk"))


def authorities_of(by: Actor, row: Collection) -> list[CollectionAuthority]:
    """Those that sit in a collection now."""
    with scope.of(by):
        return list(
            row.authorities.filter(left_date=None).select_related("organisation").order_by("organisation__name")
        )


def to_join(by: Actor, uid: object) -> Collection:
    """A collection as an authority may join it. Raises NotFound, also for who is none."""
    return _one(_of_side(by, is_commissioner=True), uid)


def to_ask(by: Actor, uid: object) -> Collection:
    """A collection as a provider may ask to take part in it. Raises NotFound, also for who is none."""
    return _one(_of_side(by, is_provider=True), uid)


def _of_side(by: Actor, **side: bool) -> Any:
    rows = Collection.objects.select_related("organisation")
    return rows if Organisation.objects.filter(pk=by.organisation_id, **side).exists() else rows.none()


def run_by(by: Actor, uid: object) -> Collection:
    """A collection that the actor's organisation runs. Raises NotFound."""
    return _one(Collection.objects.filter(organisation_id=by.organisation_id), uid)


def seat(by: Actor, uid: object) -> CollectionAuthority:
    """The actor's own seat in a collection. Raises NotFound."""
    rows = CollectionAuthority.objects.filter(organisation_id=by.organisation_id, left_date=None)
    found = rows.filter(collection__in=[_one(Collection.objects.all(), uid).pk]).select_related("collection").first()
    if found is None:
        raise NotFound(uid)
    return found


def authority_or_none(row: Any, uid: str) -> CollectionAuthority | None:
    """An authority that sits in a collection, by its organisation's uid."""
    rows = row.authorities.filter(left_date=None).select_related("organisation", "collection")
    return next((one for one in rows if str(one.organisation.uid) == uid), None)


def authority(row: Collection, uid: str) -> CollectionAuthority:
    """Raises NotFound."""
    found = authority_or_none(row, uid)
    if found is None:
        raise NotFound(uid)
    return found


def year_of(row: Collection, uid: object) -> CollectionYear:
    """Raises NotFound."""
    return _one(CollectionYear.objects.filter(collection=row), uid)


def year_for_authority(by: Actor, uid: object) -> CollectionYear:
    """A year of a collection in which the actor's authority sits. Raises NotFound."""
    sits = CollectionAuthority.objects.filter(organisation_id=by.organisation_id, left_date=None).values(
        "collection_id"
    )
    return _one(CollectionYear.objects.filter(collection_id__in=sits).select_related("collection"), uid)


def year_run_by(by: Actor, uid: object) -> CollectionYear:
    """A year of a collection that the actor's organisation runs. Raises NotFound."""
    rows = CollectionYear.objects.filter(collection__organisation_id=by.organisation_id).select_related("collection")
    return _one(rows, uid)


def own_sign_up(by: Actor, uid: object) -> SignUp:
    """Raises NotFound."""
    rows = SignUp.objects.filter(provider_id=by.organisation_id).select_related("collection", "commissioner")
    return _one(rows, uid)


def own_indicator(by: Actor, uid: object) -> LocalIndicator:
    """Raises NotFound."""
    return _one(LocalIndicator.objects.filter(organisation_id=by.organisation_id).select_related("collection"), uid)


def own_reason(by: Actor, uid: object) -> LocalReason:
    """Raises NotFound."""
    return _one(LocalReason.objects.filter(organisation_id=by.organisation_id).select_related("collection"), uid)


def _one(rows: Any, uid: object) -> Any:
    try:
        found = rows.filter(uid=str(uid)).first()
    except ValidationError:
        found = None
    if found is None:
        raise NotFound(uid)
    return found


def dates_of(year: CollectionYear) -> YearDates:
    return YearDates(year.start_date, year.end_date, year.due_date, year.new_until, year.edit_until)


def offered(programme: str) -> Offered:
    """What the forms of a programme offer for a service."""
    types: dict[str, tuple[str, ...]] = {}
    groups: set[str] = set()
    for form in library.of_programme(programme):
        # a form at entry is for services of either term, and lists the types of both
        for code in _codes(form, "service_type") if form.when != "entry" else ():
            term = "long" if form.when == "review" else "short"
            types[term] = tuple(dict.fromkeys((*types.get(term, ()), code)))
        groups |= set(_codes(form, "client_group_primary"))
    return Offered(types, frozenset(groups))


def labels(programme: str, from_record: str) -> dict[str, str]:
    """The answers that a programme's forms offer to what the record fills so, in the order in which they stand."""
    found: dict[str, str] = {}
    for form in reversed(library.of_programme(programme)):
        for column in columns.columns_of(form):
            if column.from_record == from_record:
                found = {**found, **{choice.code: choice.label for choice in column.choices}}
    return found


def _codes(form: CollectionForm, from_record: str) -> Iterable[str]:
    return (code for column in columns.columns_of(form) if column.from_record == from_record for code in column.codes)


def programmes(by: Actor) -> dict[str, str]:
    """The programmes that a collection may be of: those of the package, and the actor's own that are published."""
    found: dict[str, str] = {}
    for form in registry.all("form"):
        if form.status == "published":
            found.setdefault(form.programme, form.label.partition(":")[0])
    return {**found, **{one.id: one.label for one in own_forms.every(by) if one.state == "published"}}


def need_of(row: LocalIndicator) -> NeedQuestion:
    """What an indicator asks."""
    return local.need(row)
