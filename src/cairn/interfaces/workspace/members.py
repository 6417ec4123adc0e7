"""Who works here, for choosing a worker."""

from cairn.access.models import Membership
from cairn.access.permissions import ROLES
from cairn.access.permissions import Permission as P
from cairn.interfaces.workspace.pages import Request


def workers(request: Request) -> list[tuple[str, str]]:
    """Uid and name of every member who records, by name; the reader first."""
    rows = Membership.objects.filter(organisation_id=request.actor.organisation_id, is_active=True)
    people = [
        (str(uid), name)
        for uid, name, roles in rows.order_by("user__name").values_list("user__uid", "user__name", "roles")
        if any(P.RECORD in ROLES[role].permissions for role in roles if role in ROLES)
    ]
    return sorted(people, key=lambda one: one[0] != request.actor.uid)
