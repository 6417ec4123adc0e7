"""Record which groups somebody is helped as one of: a primary one, and up to three more."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import queries
from cairn.people.models import ClientGroups

MOST = 3
PRIMARY_ONLY, SECONDARY_ONLY = "generic", "complex"
LIST = "client_group"


def record(
    *, by: Actor, client_uid: object, primary: str, secondary: Sequence[str] = (), on: date | None = None,
    version: int | None = None,
) -> Done[ClientGroups]:  # fmt: skip
    """Record somebody's client groups; what stood before is replaced. Raises Refused, Conflict and queries.NotFound."""
    by.require(Permission.RECORD)
    person = queries.get(by, client_uid)
    day = on or clock.today()
    refuse_if(wrong(primary, secondary))
    row = ClientGroups.objects.filter(client=person).first()
    said: dict[str, Any] = {"primary": primary, "secondary": list(dict.fromkeys(secondary)), "recorded_date": day}
    with deed("people.groups_recorded", by=by) as this:
        if row is None:
            row = this.create(ClientGroups(organisation_id=person.organisation_id, client=person, **said))
        else:
            row.version = row.version if version is None else version
            this.update(row, **said)
    return Done((row,), (), this.uid)


def wrong(primary: str, secondary: Sequence[str]) -> list[Problem]:
    """What is wrong with a choice of groups, all at once."""
    known = registry.get("codes", LIST).codes
    found = []
    if primary not in known or primary == SECONDARY_ONLY:
        found.append(_problem("group.primary", "Not one of the primary groups.", "Choose one of the list.", "primary"))
    if not set(secondary) <= set(known) or PRIMARY_ONLY in secondary:
        fix = "Choose only from the list."
        found.append(_problem("group.secondary", "Not one of the secondary groups.", fix, "secondary"))
    if primary in secondary:
        fix = "Leave it out of the others."
        found.append(_problem("group.twice", "The primary group stands among the others too.", fix, "secondary"))
    if len(set(secondary)) > MOST:
        fix = "Keep the three that matter most for the support."
        found.append(_problem("group.many", "More than three other groups.", fix, "secondary"))
    return found


def _problem(rule: str, message: str, fix: str, field: str) -> Problem:
    return Problem(rule, message, fix, field=field)
