"""What a caseload may be narrowed to, and in what order it comes. Each filter is a condition on open episodes that an index
answers row by row."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from cairn.cases.models import Attendance, EpisodeLevel, Need, StepRecord
from cairn.cases.queries import due
from cairn.kernel import clock
from cairn.services.models import SupportLevel

DUE = ("first", "review", "any")
QUIET = (14, 28, 56, 84)
SORTS = ("name", "started", "seen", "worker")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What is left out says nothing. `due`: a first reading, a review, or either. `quiet`: nobody of that episode came for so
    many days. `need`: presented and not met. `ladder`: a step was taken on it. `area`: the beginning of a postcode
    district, or a ward's code. `level`: the uid of the level of support that they have now. `sort` may begin with "-"."""

    due: str = ""
    quiet: int = 0
    need: str = ""
    ladder: str = ""
    area: str = ""
    level: str = ""
    sort: str = "name"

    @property
    def by_name(self) -> bool:
        return self.sort.removeprefix("-") == "name"

    @property
    def by_last_seen(self) -> bool:
        return self.sort.removeprefix("-") == "seen"


def narrowed(episodes: "QuerySet[Any]", only: CaseFilter) -> "QuerySet[Any]":
    """Open episodes that fit."""
    for name, fits in _FITS.items():
        if value := getattr(only, name):
            episodes = fits(episodes, value)
    return episodes


def ordered(episodes: "QuerySet[Any]", sort: str) -> "QuerySet[Any]":
    """In the order asked for; of equals, by name."""
    down, name = sort.startswith("-"), sort.removeprefix("-")
    if name == "seen":
        came = Attendance.objects.filter(episode_id=OuterRef("pk"), state="attended").values("episode_id")
        last = came.annotate(last=Max("activity_date")).values("last")
        episodes = episodes.annotate(seen=Subquery(last))
        first = F("seen").desc(nulls_last=True) if down else F("seen").asc(nulls_first=True)
        return episodes.order_by(first, "client__search_text", "id")
    column = {"started": "start_date", "worker": "worker_uid"}.get(name)
    sign = "-" if down else ""
    if column:
        return episodes.order_by(f"{sign}{column}", "client__search_text", "id")
    return episodes.order_by(f"{sign}client__search_text", f"{sign}id")


def _quiet(episodes: "QuerySet[Any]", days: int) -> "QuerySet[Any]":
    since = clock.today() - dt.timedelta(days=days)
    came = Attendance.objects.filter(episode_id=OuterRef("pk"), state="attended", activity_date__gt=since)
    return episodes.filter(~Exists(came), start_date__lte=since)


def _need(episodes: "QuerySet[Any]", need: str) -> "QuerySet[Any]":
    return episodes.filter(
        Exists(Need.objects.filter(episode_id=OuterRef("pk"), need=need, state__in=("unmet", "part_met")))
    )


def _ladder(episodes: "QuerySet[Any]", uid: str) -> "QuerySet[Any]":
    steps = StepRecord.objects.filter(episode_id=OuterRef("pk"), rung__ladder__uid=uid)
    return episodes.filter(Exists(steps))


def _area(episodes: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    code = text.strip().upper()
    return episodes.filter(Q(client__district__startswith=code) | Q(client__ward=code))


def level_now() -> Subquery:
    """The level of support that an episode has today: of those begun, the latest."""
    begun = EpisodeLevel.objects.filter(episode_id=OuterRef("pk"), start_date__lte=clock.today())
    return Subquery(begun.order_by("-start_date").values("level_id")[:1])


def _level(episodes: "QuerySet[Any]", uid: str) -> "QuerySet[Any]":
    return episodes.annotate(level_now=level_now()).filter(
        level_now__in=SupportLevel.objects.filter(uid=uid).values("pk")
    )


_FITS: dict[str, Callable[["QuerySet[Any]", Any], "QuerySet[Any]"]] = {
    "due": due.narrowed,
    "quiet": _quiet,
    "need": _need,
    "ladder": _ladder,
    "area": _area,
    "level": _level,
}
