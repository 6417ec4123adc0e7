"""The rows that more than one deed writes: ladders with their rungs, types of activity with what they carry, needs asked."""

from collections.abc import Mapping, Sequence
from datetime import date

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
from cairn.services.rules import Outcome


def ladder(service: Service, name: str, need: str, starter: str) -> StepLadder:
    """A ladder of a service, without its rungs."""
    organisation = service.organisation_id
    return StepLadder(organisation_id=organisation, service=service, name=name.strip(), need=need, starter=starter)


def rungs(row: StepLadder, labels: Sequence[str]) -> list[Rung]:
    """The rungs of a ladder, from the bottom."""
    return [
        Rung(organisation_id=row.organisation_id, ladder=row, position=position, label=label.strip())
        for position, label in enumerate(labels, 1)
    ]


def activity_type(service: Service, name: str, mode: str, minutes: int) -> ActivityType:
    """A type of activity, without what it carries."""
    facts = {"name": name.strip(), "mode": mode, "usual_minutes": minutes}
    return ActivityType(organisation_id=service.organisation_id, service=service, **facts)


def step(row: ActivityType, rung: Rung, linked: date | None = None) -> ActivityTypeStep:
    """A step that goes with a type of activity; `linked` where it is tied to one that is there already."""
    return ActivityTypeStep(organisation_id=row.organisation_id, activity_type=row, rung=rung, linked_date=linked)


def outcome(row: ActivityType, one: Outcome, linked: date | None = None) -> ActivityTypeOutcome:
    """An outcome that goes with a type of activity; `linked` as of a step."""
    framework, ref = one
    return ActivityTypeOutcome(
        organisation_id=row.organisation_id, activity_type=row, framework=framework, outcome=ref, linked_date=linked
    )


def need(row: ActivityType, id: str) -> ActivityTypeNeed:
    """A need that a type of activity is usually for."""
    return ActivityTypeNeed(organisation_id=row.organisation_id, activity_type=row, need=id)


def asked(service: Service, needs: Mapping[str, str]) -> list[ServiceNeed]:
    """Needs that a service asks about first; `needs` gives for each whether it can meet it itself."""
    return [
        ServiceNeed(organisation_id=service.organisation_id, service=service, need=id, can_meet=can_meet)
        for id, can_meet in needs.items()
    ]
