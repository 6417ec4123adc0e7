"""Where people were sent: of one person, what is to be asked about, and what came of each entry of the directory."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cairn.access.actors import Actor
from cairn.cases import dictionary
from cairn.cases.models import IncomingReferral, Signposting
from cairn.cases.queries.base import get, visible_to, workers
from cairn.cases.signposting import OPEN, STARTED, named

__all__ = ["Figures", "Sent", "figures", "one", "sent_of", "to_ask"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A line: to whom, for which need ("" for none), and what came of it. `entry_uid` is "" for who is not in the directory;
    `sent_uid` that of what went to another organisation on this Cairn, which answers itself."""

    uid: str
    version: int
    client_uid: str
    to: str
    entry_uid: str
    kind: str
    need_uid: str
    need: str
    made_date: dt.date
    worker: str
    words: str
    result: str
    result_date: dt.date | None
    ask_again_date: dt.date | None
    sent_uid: str

    @property
    def is_open(self) -> bool:
        """Whether there is more to hear."""
        return self.result in OPEN


@dataclass(frozen=True, slots=True)
class Figures:
    """How often people were sent to an entry, of how many of these it is known what came of it, and how many took it up."""

    told: int = 0
    known: int = 0
    took_up: int = 0


def sent_of(by: Actor, client: Any, need_uid: object = None) -> tuple[Sent, ...]:
    """The lines of a person (a row), the latest first; only those for one need where it is named."""
    rows = _rows(by).filter(client=client)
    return _views(rows.filter(need__uid=need_uid) if need_uid else rows)


def one(by: Actor, uid: object) -> Sent:
    """One line. Raises NotFound."""
    return _views(_rows(by).filter(pk=get(by, Signposting, uid).pk))[0]


def _rows(by: Actor) -> "QuerySet[Any]":
    rows = visible_to(by, Signposting).select_related("client", "entry", "need", "sent_as")
    return rows.order_by("-made_date", "-id")


def _views(rows: "QuerySet[Any]") -> tuple[Sent, ...]:
    found = list(rows)
    names = workers({row.worker_uid for row in found})
    return tuple(_view(row, names) for row in found)


def _view(row: Any, names: dict[str, str]) -> Sent:
    sent = getattr(row, "sent_as", None)
    return Sent(
        uid=str(row.uid), version=row.version, client_uid=str(row.client.uid), to=named(row),
        entry_uid=str(row.entry.uid) if row.entry else "", kind=row.kind, need_uid=str(row.need.uid) if row.need else "",
        need=dictionary.entry(row.need.need, row.need.dictionary_version).label if row.need else "",
        made_date=row.made_date, worker=names.get(row.worker_uid, ""), words=row.words, result=row.result,
        result_date=row.result_date, ask_again_date=row.ask_again_date, sent_uid=str(sent.uid) if sent else "",
    )  # fmt: skip


def to_ask(by: Actor, until: dt.date, of: Collection[str] | None = None) -> "QuerySet[Any]":
    """Lines of which somebody wanted to ask by a day what came of them; `of` these workers, whose the people are now or who
    sent them, or everybody's. What went to an organisation on this Cairn is answered there."""
    on_cairn = IncomingReferral.objects.filter(signposting=OuterRef("pk"))
    rows = visible_to(by, Signposting).filter(result__in=sorted(OPEN), ask_again_date__lte=until)
    rows = rows.filter(~Exists(on_cairn), client__merged_into__isnull=True)
    if of is None:
        return rows
    nobodys = Q(episode__isnull=True) | Q(episode__worker_uid="")
    return rows.filter(Q(episode__worker_uid__in=of) | (nobodys & Q(worker_uid__in=of)))


def figures(by: Actor, entry_uid: object = None) -> dict[str, Figures]:
    """What came of each entry that anybody was sent to, by its uid: for the organisation's own use. One query."""
    rows = visible_to(by, Signposting).filter(entry__isnull=False)
    if entry_uid:
        rows = rows.filter(entry__uid=entry_uid)
    counted = rows.order_by().values("entry__uid").annotate(
        told=Count("pk"), known=Count("pk", filter=~Q(result__in=OPEN)), took_up=Count("pk", filter=Q(result=STARTED))
    )  # fmt: skip
    return {str(row["entry__uid"]): Figures(row["told"], row["known"], row["took_up"]) for row in counted}
