"""The row of a link by which a tiny group tells how it is: found by its token, and held while somebody writes to it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cairn.access import scope
from cairn.access.deeds import Deed
from cairn.access.queries import NotFound
from cairn.contracts.models import Group, GroupLink
from cairn.intake import making, rules, rules_telling
from cairn.intake.queries import WHY
from cairn.kernel import clock


@dataclass(frozen=True, slots=True)
class Made:
    """A link with its token, which is known now and never again."""

    row: GroupLink
    token: str


def write(
    this: Deed, group: Group, *, from_date: dt.date, to_date: dt.date, language: str, expires_at: dt.datetime
) -> Made:
    """A new link; one that still opened for the same time ends, and what was kept in it goes on in the new one. The deed
    writes down which group and not the row: the hash of a token has no place in the log."""
    token, now = making.token(), clock.now()
    same = GroupLink.objects.filter(group=group, from_date=from_date, to_date=to_date, revoked_at=None)
    before = same.order_by("-pk").first()
    row = GroupLink(
        provider_id=group.provider_id, commissioner_id=group.commissioner_id, group=group, from_date=from_date,
        to_date=to_date, token_hash=rules.token_hash(token), language=language, made_by_uid=this.by.uid, made_at=now,
        expires_at=expires_at, answers=before.answers if before else {},
    )  # fmt: skip
    same.update(revoked_at=now, answers={})
    row.save(force_insert=True)
    this.about("group", group.uid)
    return Made(row, token)


def by_token(token: str) -> GroupLink:
    """The live link behind a token. Raises NotFound, alike for whatever is not there, or not any more."""
    plain = rules.plain(token)
    if not rules.may_be(plain, rules.TOKEN_LENGTH):
        raise NotFound("no token of ours")
    with scope.every(WHY):
        rows: Any = GroupLink.objects.filter(token_hash=rules.token_hash(plain))
        row: GroupLink | None = rows.select_related("group", "provider").first()
    if row is None or row.group.left_date is not None or rules_telling.telling_state(row, clock.now()) != "live":
        raise NotFound("no such link")
    return row


def again(row: GroupLink) -> GroupLink:
    """The same link as it stands now, for whoever is about to write to it: nobody else writes to it meanwhile, nor says that its
    group is looked after no more. Called within a transaction. Raises NotFound when it has ended."""
    found: GroupLink | None = GroupLink.objects.select_for_update().filter(pk=row.pk).first()
    group: Group = Group.objects.select_for_update().get(pk=row.group_id)
    if found is None or group.left_date is not None or rules_telling.telling_state(found, clock.now()) != "live":
        raise NotFound("no such link")
    return found
