"""End somebody's membership, as when they leave. What they did stays theirs in the log; they can open nothing from then on."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.models import Membership
from cairn.access.permissions import Permission
from cairn.kernel.problems import Problem, refuse_if


def end(*, by: Actor, user_uid: str) -> str:
    """End it now; returns the event's uid. Nobody ends their own, so that somebody who manages the organisation stays."""
    by.require(Permission.MANAGE_ORGANISATION)
    rows = list(Membership.objects.filter(organisation_id=by.organisation_id, is_active=True).select_related("user"))
    row = next((each for each in rows if str(each.user.uid) == str(user_uid)), None)
    refuse_if(_problems(by, row))
    assert row is not None
    with deed("access.member_ended", by=by) as this:
        this.update(row, is_active=False)
    return this.uid


def _problems(by: Actor, row: Membership | None) -> list[Problem]:
    if row is None:
        return [Problem("member.unknown", "This person is no member here.", "There is nothing to end.")]
    if str(row.user.uid) == by.uid:
        return [Problem("member.self", "This is your own membership.", "Ask another manager to end it.")]
    return []
