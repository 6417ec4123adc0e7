"""Make a key of the API, take it back, and let in whoever brings one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from cairn.access import keys as rules
from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.keys import NewKey
from cairn.access.models import ApiKey
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Done, refuse_if

NOTED = timedelta(minutes=1)
"""The last use is noted at most so often: a program may ask a hundred times a second."""


@dataclass(frozen=True, slots=True)
class Made:
    """A key that was just made; `secret` is the key itself, known now and never again."""

    row: ApiKey
    secret: str


def make(*, by: Actor, keys: Sequence[NewKey]) -> Done[Made]:
    """Make keys, all or none. A key that was made is taken back, never undone."""
    by.require(Permission.MANAGE_ORGANISATION)
    refuse_if(problem for row, new in enumerate(keys) for problem in rules.problems(new, row))
    now, made = clock.now(), []
    with deed("access.key_made", by=by) as this:
        for new in keys:
            secret = rules.new()
            row = ApiKey(
                organisation_id=by.organisation_id, name=new.name.strip(), key_hash=rules.hash_of(secret), hint=secret[-4:],
                scopes=sorted(set(new.scopes)), made_at=now, made_by_uid=by.uid,
                expires_at=now + timedelta(days=new.days) if new.days else None,
            )  # fmt: skip
            made.append(Made(this.create(row), secret))
    return Done(tuple(made))


def revoke(*, by: Actor, key_uids: Sequence[object]) -> Done[ApiKey]:
    """Take keys back; one that opens nothing any more stays as it is. Raises NotFound."""
    by.require(Permission.MANAGE_ORGANISATION)
    wanted = [str(uid) for uid in key_uids]
    rows = {str(row.uid): row for row in ApiKey.objects.filter(organisation_id=by.organisation_id, uid__in=wanted)}
    if set(wanted) - set(rows):
        raise NotFound("no such key")
    live = [row for row in rows.values() if row.revoked_at is None]
    if live:
        with deed("access.key_revoked", by=by) as this:
            for row in live:
                this.update(row, revoked_at=clock.now())
    return Done(tuple(rows[uid] for uid in wanted))


def let_in(*, secret: str) -> tuple[Actor, frozenset[str]] | None:
    """Who brings this key, and what it is for; None for one that opens nothing. Notes that it was used."""
    with scope.every("a key says itself whose it is"):
        row = ApiKey.objects.filter(key_hash=rules.hash_of(secret)).select_related("organisation").first()
        now = clock.now()
        if row is None or not rules.is_live(row.revoked_at, row.expires_at, now):
            return None
        if row.last_used_at is None or now - row.last_used_at >= NOTED:
            ApiKey.objects.filter(pk=row.pk).update(last_used_at=now)
    own, may = row.organisation, rules.permissions_of(row.scopes)
    actor = Actor("key", own.pk, str(own.uid), own.slug, str(row.uid), row.name, permissions=may)
    return actor, frozenset(row.scopes)
