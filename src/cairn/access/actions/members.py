"""Say what a member may do; end somebody's membership, as when they leave, and let them back in. What they did stays theirs in
the log; from then on they can open nothing."""

from collections.abc import Iterator, Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.models import Membership
from cairn.access.permissions import ROLES, Permission, of_roles
from cairn.kernel.problems import Done, Problem, refuse_if

_UNKNOWN = Problem("member.unknown", "This person is no member here.", "There is nothing to end.")


def change(*, by: Actor, user_uid: str, roles: Sequence[str], version: int | None = None) -> Done[Membership]:
    """They may do what these roles say, and nothing else; whose membership was ended is let back in. Raises Refused (nobody
    would manage the organisation any more, too) or Conflict."""
    by.require(Permission.MANAGE_ORGANISATION)
    with deed("access.member_changed", by=by) as this:
        rows = _locked(by)
        row = _find(rows, user_uid)
        refuse_if(change_problems(rows, row, roles))
        assert row is not None
        row.version = row.version if version is None else version
        this.update(row, roles=sorted(set(roles)), is_active=True)
    return Done((row,), (), this.uid)


def end(*, by: Actor, user_uid: str) -> Done[Membership]:
    """End it now. Nobody ends their own, so that somebody who manages the organisation stays."""
    by.require(Permission.MANAGE_ORGANISATION)
    with deed("access.member_ended", by=by) as this:
        rows = _locked(by)
        row = _find(rows, user_uid)
        refuse_if(_end_problems(by, rows, row))
        assert row is not None
        this.update(row, is_active=False)
    return Done((row,), (), this.uid)


def change_problems(rows: Sequence[Membership], row: Membership | None, roles: Sequence[str]) -> list[Problem]:
    """What is wrong with giving a member these roles; `rows` are all of the organisation."""
    return [*role_problems(roles), *_stays(rows, row, roles)] if row else [_UNKNOWN]


def role_problems(roles: Sequence[str]) -> Iterator[Problem]:
    if not roles or set(roles) - set(ROLES):
        yield Problem("member.role", "That role is not known.", f"Choose from: {', '.join(ROLES)}.", field="roles")


def _end_problems(by: Actor, rows: Sequence[Membership], row: Membership | None) -> list[Problem]:
    if row is None or not row.is_active:
        return [_UNKNOWN]
    if str(row.user.uid) == by.uid:
        return [Problem("member.self", "This is your own membership.", "Ask another manager to end it.")]
    return list(_stays(rows, row, ()))


def _stays(rows: Sequence[Membership], row: Membership, roles: Sequence[str]) -> Iterator[Problem]:
    """Somebody who manages the organisation, whatever two do to each other at once."""
    if not any(_manages(roles if each is row else each.roles) for each in rows if each.is_active or each is row):
        those = " or ".join(role.label.lower() for role in ROLES.values() if _manages([role.key]))
        fix = f"Make somebody else {those} first."
        yield Problem("member.last", "Nobody could manage the organisation any more.", fix, field="roles")


def _manages(roles: Sequence[str]) -> bool:
    return Permission.MANAGE_ORGANISATION in of_roles(roles)


def _locked(by: Actor) -> list[Membership]:
    """All of the organisation, also the ended: whoever changes one at the same time waits."""
    rows = Membership.objects.filter(organisation_id=by.organisation_id).select_related("user")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _find(rows: Sequence[Membership], user_uid: str) -> Membership | None:
    return next((each for each in rows if str(each.user.uid) == str(user_uid)), None)
