"""What a register needs to know: who is with the service, which of their needs a session is for, how it was before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from cairn.access.actors import Actor
from cairn.cases import loading
from cairn.cases.models import Activity, Need
from cairn.cases.queries.base import visible_to


@dataclass(frozen=True, slots=True)
class Session:
    """One session that was recorded: by names (`came`), or by heads. The two are never added together."""

    uid: str
    activity_date: dt.date
    came: int
    heads: int | None
    heads_new: int | None


def earlier(by: Actor, activity_type_uid: str, limit: int = 5) -> tuple[Session, ...]:
    """The last sessions of a type, newest first."""
    rows = visible_to(by, Activity).filter(activity_type__uid=loading.canonical(activity_type_uid) or None)
    latest = rows.order_by("-activity_date", "-id")[:limit]
    counted = latest.annotate(came=Count("attendances", filter=Q(attendances__state="attended")))
    return tuple(Session(str(row.uid), row.activity_date, row.came, row.heads, row.heads_new) for row in counted)


def open_with(by: Actor, client_uids: Sequence[str], service_uid: str) -> dict[str, str]:
    """The open episode with a service of each of these people who has one, by client."""
    rows = visible_to(by).filter(client__uid__in=list(client_uids), service__uid=service_uid, end_date__isnull=True)
    return {str(client): str(episode) for client, episode in rows.values_list("client__uid", "uid")}


def needs_for(by: Actor, episode_uids: Sequence[str], needs: Collection[str]) -> dict[str, list[str]]:
    """Which of these needs of the dictionary each person has open, as uids of theirs, by episode."""
    found: dict[str, list[str]] = defaultdict(list)
    if needs:
        rows = visible_to(by, Need).filter(episode__uid__in=list(episode_uids), need__in=list(needs))
        for episode, uid in rows.exclude(state="met").values_list("episode__uid", "uid"):
            found[str(episode)].append(str(uid))
    return found
