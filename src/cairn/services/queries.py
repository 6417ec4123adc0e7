"""Services, their step ladders and their types of activity, as an actor may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.queries import NotFound
from cairn.access.tenancy import Tenant
from cairn.definitions import registry
from cairn.frameworks import outcomes
from cairn.services.measuring import FIELDS as SCALE
from cairn.services.measuring import ServiceScaleView, of_services, scales_of, scales_of_all
from cairn.services.measuring import view as scale_view
from cairn.services.models import (
    ActivityType,
    ActivityTypeNeed,
    ActivityTypeOutcome,
    ActivityTypeStep,
    Rung,
    Service,
    ServiceNeed,
    StepLadder,
)
from cairn.services.rules import MODES

__all__ = ["scales_of", "scales_of_all"]

Row = TypeVar("Row", bound=Tenant)


@dataclass(frozen=True, slots=True)
class RungView:
    """A step on a ladder."""

    uid: str
    position: int
    label: str
    ladder_uid: str
    ladder_name: str


@dataclass(frozen=True, slots=True)
class LadderView:
    """A step ladder with its rungs, from the bottom."""

    uid: str
    version: int
    service_uid: str
    name: str
    need: str
    need_label: str
    starter: str
    rungs: tuple[RungView, ...]


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A framework outcome that goes with a type of activity."""

    framework: str
    framework_label: str
    outcome: str
    label: str


@dataclass(frozen=True, slots=True)
class ActivityTypeView:
    """A type of activity with the steps and outcomes that it carries; `needs` are ids of the dictionary that it is for."""

    uid: str
    version: int
    service_uid: str
    service_name: str
    name: str
    mode: str
    mode_label: str
    usual_minutes: int
    is_active: bool
    steps: tuple[RungView, ...]
    outcomes: tuple[OutcomeView, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service with all that it does."""

    uid: str
    version: int
    name: str
    who_for: str
    commissioning_area: str
    area_label: str
    asks_postcode: bool
    is_one_off: bool
    baseline_days: int
    start_date: date
    end_date: date | None
    ladders: tuple[LadderView, ...]
    activity_types: tuple[ActivityTypeView, ...]
    takes_referrals: bool = False
    is_short_stay: bool = False
    is_waiting_list: bool = False
    scales: tuple[ServiceScaleView, ...] = ()

    def is_open(self, on_date: date) -> bool:
        return self.start_date <= on_date and (self.end_date is None or on_date <= self.end_date)


def visible_to(by: Actor) -> "QuerySet[Service]":
    """Services of the actor's organisation: every member may know what it does."""
    return Service.objects.filter(organisation_id=by.organisation_id)


def get(by: Actor, uid: object) -> Service:
    """One service. Raises NotFound."""
    return by_uids(visible_to(by), [uid])[0]


def get_ladder(by: Actor, uid: object) -> StepLadder:
    """One step ladder, with its service. Raises NotFound."""
    rows = StepLadder.objects.filter(organisation_id=by.organisation_id).select_related("service")
    return by_uids(rows, [uid])[0]


def get_activity_type(by: Actor, uid: object) -> ActivityType:
    """One type of activity, with its service. Raises NotFound."""
    rows = ActivityType.objects.filter(organisation_id=by.organisation_id).select_related("service")
    return by_uids(rows, [uid])[0]


def rungs_by_uids(by: Actor, uids: Iterable[object]) -> list[Rung]:
    """These rungs with their ladders, in this order. Raises NotFound when any may not be seen."""
    return by_uids(Rung.objects.filter(organisation_id=by.organisation_id).select_related("ladder"), uids)


def by_uids(rows: "QuerySet[Row]", uids: Iterable[object]) -> list[Row]:
    """Rows of these uids, in this order. Raises NotFound when any is missing."""
    wanted = [_uuid(uid) for uid in uids]
    distinct = list(dict.fromkeys(wanted))
    batches = (distinct[start : start + 500] for start in range(0, len(distinct), 500))
    found = {row.uid: row for batch in batches for row in rows.filter(uid__in=batch)}
    if len(found) < len(distinct):
        raise NotFound("no such service, ladder, step or type of activity")
    return [found[uid] for uid in wanted]


def services(by: Actor) -> list[ServiceView]:
    """Every service with all that it does, by name, in eight queries."""
    return _views(by, visible_to(by))


def view(by: Actor, uid: object) -> ServiceView:
    """One service with all that it does, in eight queries. Raises NotFound."""
    found = _views(by, visible_to(by).filter(uid=_uuid(uid)))
    if not found:
        raise NotFound("no such service")
    return found[0]


def ladders(by: Actor, service: object) -> list[LadderView]:
    """The step ladders of a service (a row or a uid), by name, in two queries."""
    return _ladders(by, {"service__uid": _uid_of(service)})


def activity_types(by: Actor, service: object = None) -> list[ActivityTypeView]:
    """The types of activity of a service (a row or a uid) or of all, by service and name, in four queries.

    Those no longer in use are among them, with `is_active` false.
    """
    return _types(by, {} if service is None else {"service__uid": _uid_of(service)})


def needs_of(by: Actor, service_uid: object) -> dict[str, str]:
    """The needs that a service asks about first, in the dictionary's order, and whether it can meet each itself
    (yes, no, not_known). Empty where nobody has chosen: then every need is asked alike. In one query."""
    own = ServiceNeed.objects.filter(organisation_id=by.organisation_id, service__uid=_uid_of(service_uid))
    chosen = dict(own.values_list("need", "can_meet"))
    return {need: chosen[need] for need in _in_order(chosen)}


def _in_order(needs: Iterable[str]) -> list[str]:
    """Ids of needs as the dictionary lists them; one that it has lost comes last."""
    places = {need.id: place for place, need in enumerate(registry.get("needs").needs)}
    return sorted(needs, key=lambda need: (places.get(need, len(places)), need))


def _views(by: Actor, rows: "QuerySet[Service]") -> list[ServiceView]:
    found = list(rows.order_by("name", "pk"))
    only = {"service__in": [row.pk for row in found]}
    ladders_of, types_of = defaultdict(list), defaultdict(list)
    for ladder in _ladders(by, only):
        ladders_of[ladder.service_uid].append(ladder)
    for kind in _types(by, only):
        types_of[kind.service_uid].append(kind)
    scales: dict[int, list[ServiceScaleView]] = defaultdict(list)
    for row in of_services(by).filter(**only).values("service_id", *SCALE):
        scales[row["service_id"]].append(scale_view(row))
    views = [_view(row, tuple(ladders_of[str(row.uid)]), tuple(types_of[str(row.uid)])) for row in found]
    return [replace(one, scales=tuple(scales[row.pk])) for one, row in zip(views, found, strict=True)]


def _view(row: Service, ladders: tuple[LadderView, ...], types: tuple[ActivityTypeView, ...]) -> ServiceView:
    areas = registry.get("codes", "commissioning_area")
    same = ("version", "name", "who_for", "commissioning_area", "asks_postcode", "is_one_off", "baseline_days",
            "takes_referrals", "is_short_stay", "is_waiting_list")  # fmt: skip
    return ServiceView(
        uid=str(row.uid),
        area_label=areas.label_of(row.commissioning_area) if row.commissioning_area else "",
        start_date=row.start_date,
        end_date=row.end_date,
        ladders=ladders,
        activity_types=types,
        **{name: getattr(row, name) for name in same},
    )


def _ladders(by: Actor, only: dict[str, Any]) -> list[LadderView]:
    own = StepLadder.objects.filter(organisation_id=by.organisation_id, **only)
    rows = list(own.select_related("service").order_by("service__name", "name", "pk"))
    rungs: dict[int, list[RungView]] = defaultdict(list)
    for rung in Rung.objects.filter(ladder__in=[row.pk for row in rows]).select_related("ladder").order_by("position"):
        rungs[rung.ladder_id].append(_rung(rung))
    return [_ladder(row, tuple(rungs[row.pk])) for row in rows]


def _ladder(row: StepLadder, rungs: tuple[RungView, ...]) -> LadderView:
    label = registry.get("needs").need(row.need).label if row.need else ""
    uid, service = str(row.uid), str(row.service.uid)
    return LadderView(uid, row.version, service, row.name, row.need, label, row.starter, rungs)


def _rung(row: Rung) -> RungView:
    return RungView(str(row.uid), row.position, row.label, str(row.ladder.uid), row.ladder.name)


def _types(by: Actor, only: dict[str, Any]) -> list[ActivityTypeView]:
    own = ActivityType.objects.filter(organisation_id=by.organisation_id, **only)
    rows = list(own.select_related("service").order_by("service__name", "name", "pk"))
    ids = [row.pk for row in rows]
    steps: dict[int, list[RungView]] = defaultdict(list)
    outcomes: dict[int, list[OutcomeView]] = defaultdict(list)
    carried = ActivityTypeStep.objects.filter(activity_type__in=ids).select_related("rung__ladder")
    for step in carried.order_by("rung__ladder__name", "rung__ladder_id", "rung__position"):
        steps[step.activity_type_id].append(_rung(step.rung))
    for link in ActivityTypeOutcome.objects.filter(activity_type__in=ids).order_by("framework", "outcome"):
        outcomes[link.activity_type_id].append(outcome_view(link.framework, link.outcome))
    needs: dict[int, list[str]] = defaultdict(list)
    for kind, need in ActivityTypeNeed.objects.filter(activity_type__in=ids).values_list("activity_type_id", "need"):
        needs[kind].append(need)
    return [
        replace(_type(row, tuple(steps[row.pk]), tuple(outcomes[row.pk])), needs=tuple(_in_order(needs[row.pk])))
        for row in rows
    ]


def _type(row: ActivityType, steps: tuple[RungView, ...], outcomes: tuple[OutcomeView, ...]) -> ActivityTypeView:
    return ActivityTypeView(
        uid=str(row.uid),
        version=row.version,
        service_uid=str(row.service.uid),
        service_name=row.service.name,
        name=row.name,
        mode=row.mode,
        mode_label=MODES[row.mode],
        usual_minutes=row.usual_minutes,
        is_active=row.is_active,
        steps=steps,
        outcomes=outcomes,
    )


def outcome_view(framework: str, outcome: str) -> OutcomeView:
    """The labels of a framework's outcome."""
    label = outcomes.labels(framework).get(outcome, outcome)
    return OutcomeView(framework, outcomes.framework(framework).label, outcome, label)


def canonical(uid: object) -> str:
    """The one way to write a uid. Raises NotFound for what is none."""
    return str(_uuid(uid))


def _uid_of(row: object) -> UUID:
    return _uuid(getattr(row, "uid", row))


def _uuid(uid: object) -> UUID:
    try:
        return uid if isinstance(uid, UUID) else UUID(str(uid))
    except ValueError:
        raise NotFound("no such service, ladder, step or type of activity") from None
