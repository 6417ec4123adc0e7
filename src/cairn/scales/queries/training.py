"""Who has practised which scale."""

from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.models import Membership
from cairn.access.permissions import Permission, of_roles
from cairn.definitions.shapes.scale import Scale
from cairn.scales.models import ScaleTraining


@dataclass(frozen=True, slots=True)
class TrainingView:
    """One member of staff and one scale: `done_date` of the newest version that they have practised to the end."""

    user_uid: str
    scale: str
    scale_version: int
    done_date: date


@dataclass(frozen=True, slots=True)
class Recorder:
    """A member who may record, and so may be asked to practise."""

    uid: str
    name: str


def trained(by: Actor, user_uid: str, scale: "str | Scale") -> date | None:
    """When a member last practised a scale to the end: any version of an id, or this very version of a Scale."""
    rows = ScaleTraining.objects.filter(organisation_id=by.organisation_id, user_uid=user_uid)
    if isinstance(scale, Scale):
        rows = rows.filter(scale=scale.id, scale_version=scale.version)
    else:
        rows = rows.filter(scale=scale)
    found: date | None = rows.order_by("-done_date").values_list("done_date", flat=True).first()
    return found


def trainings(by: Actor) -> tuple[TrainingView, ...]:
    """Who has practised what, the newest version of each: for whom it concerns and for managers. One query."""
    rows = ScaleTraining.objects.filter(organisation_id=by.organisation_id).order_by("scale_version", "pk")
    newest = {
        (row.user_uid, row.scale): TrainingView(row.user_uid, row.scale, row.scale_version, row.done_date)
        for row in rows
    }
    return tuple(newest.values())


def recorders(by: Actor) -> tuple[Recorder, ...]:
    """Members in office who may record, by name. One query."""
    rows = Membership.objects.filter(organisation_id=by.organisation_id, is_active=True).select_related("user")
    may = [row for row in rows.order_by("user__name") if Permission.RECORD in of_roles(row.roles)]
    return tuple(Recorder(str(row.user.uid), row.user.name) for row in may)
