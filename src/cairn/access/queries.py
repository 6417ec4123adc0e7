"""Who is asking, and in which organisation."""

from dataclasses import dataclass
from datetime import datetime

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.keys import is_live, permissions_of
from cairn.access.models import ApiKey, Membership, Organisation, User
from cairn.access.permissions import Permission, of_roles
from cairn.kernel import clock


class NotFound(LookupError):
    """There is no such thing for this actor. A screen answers 404."""


def system(organisation: Organisation) -> Actor:
    """The program itself, acting for an organisation."""
    return Actor("system", organisation.pk, str(organisation.uid), organisation.slug, "system", "Cairn")


UID = 36
PERSON = "person"
"""The uid under which whoever acts for themself by a link stands in the audit log: the deed's client says who it was."""


def person(organisation: Organisation, client_uid: str) -> Actor:
    """A person who is supported, on their own page: may read and add to their own record, and no other is there."""
    may = frozenset({Permission.READ_CLIENTS, Permission.RECORD})
    uid, slug = str(organisation.uid), organisation.slug
    return Actor("link", organisation.pk, uid, slug, PERSON, "The person", permissions=may, client_uid=client_uid)


GROUP = "group"
"""The uid under which a tiny group acts by its link: the deed's group says which it was."""


def group(organisation: Organisation) -> Actor:
    """A group that an anchor looks after, on its own page: it may do nothing but what that page does for it."""
    uid, slug = str(organisation.uid), organisation.slug
    return Actor("link", organisation.pk, uid, slug, GROUP, "The group")


def actor_for(user: User, slug: str) -> tuple[Actor, Organisation] | None:
    """The actor that a signed-in user is in an organisation; None when they are no member, or it does not exist."""
    if not user.is_active:
        return None
    with scope.every("a user may be a member of several organisations"):
        found = Membership.objects.filter(user=user, is_active=True, organisation__slug=slug)
        member = found.select_related("organisation").first()
    if member is None:
        return None
    organisation, uid, roles = member.organisation, str(user.uid), tuple(member.roles)
    actor = Actor("user", organisation.pk, str(organisation.uid), slug, uid, user.name, roles, of_roles(roles))
    return actor, organisation


def actor_of_key(organisation: Organisation, uid: str) -> Actor | None:
    """The actor that a key of the organisation is, for work that it asked for; None once it opens nothing any more."""
    with scope.every("a key is its organisation's"):
        row = ApiKey.objects.filter(organisation=organisation, uid=uid).first() if len(uid) == UID else None
    if row is None or not is_live(row.revoked_at, row.expires_at, clock.now()):
        return None
    own, may = organisation, permissions_of(row.scopes)
    return Actor("key", own.pk, str(own.uid), own.slug, uid, row.name, permissions=may)


def organisations_of(user: User) -> list[Organisation]:
    """Where a user is a member, by name."""
    with scope.every("a user may be a member of several organisations"):
        ids = Membership.objects.filter(user=user, is_active=True).values_list("organisation_id", flat=True)
        return list(Organisation.objects.filter(pk__in=list(ids)).order_by("name"))


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key of the API, as a list shows it."""

    uid: str
    name: str
    hint: str
    scopes: tuple[str, ...]
    made_at: datetime
    made_by: str
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    is_live: bool


def keys_of(by: Actor) -> list[KeyView]:
    """The organisation's keys, the newest first, those too that open nothing any more."""
    rows = list(ApiKey.objects.filter(organisation_id=by.organisation_id).order_by("-made_at", "-pk"))
    makers, now = names_of({row.made_by_uid for row in rows}), clock.now()
    return [
        KeyView(
            str(row.uid), row.name, row.hint, tuple(row.scopes), row.made_at, makers.get(row.made_by_uid, ""),
            row.expires_at, row.revoked_at, row.last_used_at, is_live(row.revoked_at, row.expires_at, now),
        )
        for row in rows
    ]  # fmt: skip


def _names_of_keys(uids: set[str]) -> dict[str, str]:
    with scope.every("a name is shown where the deed of its key is"):
        rows = ApiKey.objects.filter(uid__in=list(uids)).values_list("uid", "name")
        return {str(uid): name for uid, name in rows}


def names_of(uids: set[str]) -> dict[str, str]:
    """User names by uid, for showing who did a thing; the program itself is `Cairn`."""
    known = User.objects.filter(uid__in=[uid for uid in uids if uid not in ("system", PERSON)])
    names = {str(uid): name for uid, name in known.values_list("uid", "name")}
    if others := uids - {*names, "system", PERSON}:
        names |= _names_of_keys(others)
    return {**names, "system": "Cairn", PERSON: "The person themself"}
