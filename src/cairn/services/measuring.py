"""Which scales services use, as an actor may see them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.scales import local
from cairn.services.models import Service, ServiceScale
from cairn.services.rules_scales import ScaleChoice

FIELDS = ("scale", "review_months", "follow_up_months", "rater")


@dataclass(frozen=True, slots=True)
class ServiceScaleView(ScaleChoice):
    """A scale that a service uses, by its names."""

    label: str = ""
    short_label: str = ""


def scales_of(by: Actor, service_uid: object) -> tuple[ServiceScaleView, ...]:
    """The scales of a service in the order in which they are asked. One query."""
    rows = of_services(by).filter(service__uid=getattr(service_uid, "uid", service_uid))
    return tuple(map(view, rows.values(*FIELDS)))


def scales_of_all(by: Actor, services: Collection[int] | None = None) -> dict[int, tuple[ScaleChoice, ...]]:
    """By the key of its row, the scales of each service, or of these. One query."""
    rows = of_services(by) if services is None else of_services(by).filter(service__in=services)
    return by_service(rows.values("service_id", *FIELDS))


def of_services(by: Actor) -> "QuerySet[Any]":
    """The rows of the actor's organisation, in the order in which they are asked."""
    return ServiceScale.objects.filter(organisation_id=by.organisation_id).order_by("service_id", "position", "id")


def by_service(rows: Any) -> dict[int, tuple[ScaleChoice, ...]]:
    """Rows of `service_id` and `FIELDS`, together by service."""
    found: dict[int, list[ScaleChoice]] = defaultdict(list)
    for row in rows:
        found[row["service_id"]].append(ScaleChoice(**{name: row[name] for name in FIELDS}))
    return {service: tuple(chosen) for service, chosen in found.items()}


def view(row: Any) -> ServiceScaleView:
    scale = registry.get("scale", row["scale"])
    return ServiceScaleView(**{name: row[name] for name in FIELDS}, label=scale.label, short_label=scale.short_label)


def offered(by: Actor) -> dict[str, Scale]:
    """Every scale that a service of the organisation may choose, by id; also those that are still locked for it."""
    return {scale.id: scale for scale in local.offered(by)}


def rows_of(service: Service, chosen: Sequence[ScaleChoice], start: int = 0) -> list[ServiceScale]:
    """The rows of a choice, in its order."""
    return [
        ServiceScale(
            organisation_id=service.organisation_id, service=service, position=place,
            **{name: getattr(one, name) for name in FIELDS},
        )
        for place, one in enumerate(chosen, start)
    ]  # fmt: skip
