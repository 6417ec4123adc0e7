"""The row of a link to rate by: found by its token or its uid, and written."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cairn.access import scope
from cairn.access.deeds import Deed
from cairn.access.queries import NotFound
from cairn.cases.loading import canonical
from cairn.intake import making, rules, rules_rating
from cairn.intake.models import RatingLink
from cairn.intake.queries import WHY
from cairn.kernel import clock

RELATED = ("client", "organisation", "episode__service")


@dataclass(frozen=True, slots=True)
class Made:
    """A link with its token, which is known now and never again."""

    row: RatingLink
    token: str


def write(this: Deed, episode: Any, *, expires_at: dt.datetime, **about: Any) -> Made:
    """A new link for the person of an episode. The deed writes down whom it is about and not the row: a hash of a token
    has no place in the log, and a link that was made is ended, never undone."""
    token = making.token()
    row = RatingLink(
        organisation_id=this.by.organisation_id, client=episode.client, episode=episode, made_by_uid=this.by.uid,
        token_hash=rules.token_hash(token), made_at=clock.now(), expires_at=expires_at, **about,
    )  # fmt: skip
    row.save(force_insert=True)
    this.about("client", episode.client.uid)
    return Made(row, token)


def by_token(token: str) -> RatingLink:
    """The live link behind a token. Raises NotFound, alike for whatever is not there, not theirs, or not any more."""
    if not rules.may_be(rules.plain(token), rules.TOKEN_LENGTH):
        raise NotFound("no token of ours")
    # One handed over in the room is of that device alone: no address leads to it.
    return _live({"token_hash": rules.token_hash(rules.plain(token)), "on_tablet": False})


def by_uid(uid: object) -> RatingLink:
    """The live link of this uid: for the session of the device that was handed over, and for what is written to it."""
    key = canonical(uid)
    if not key:
        raise NotFound("no such link")
    return _live({"uid": key})


def _live(asked: dict[str, Any]) -> RatingLink:
    with scope.every(WHY):
        row = RatingLink.objects.filter(**asked).select_related(*RELATED).first()
    if row is None or row.client.merged_into_id is not None or rules_rating.rating_state(row, clock.now()) != "live":
        raise NotFound("no such link")
    return row


def again(row: RatingLink) -> RatingLink:
    """The same link as it stands now, for whoever is about to write to it: nobody else writes to it meanwhile. Called
    within a transaction. Raises NotFound when it has ended."""
    found = RatingLink.objects.select_for_update().filter(pk=row.pk).first()
    if found is None or rules_rating.rating_state(found, clock.now()) != "live":
        raise NotFound("no such link")
    return found
