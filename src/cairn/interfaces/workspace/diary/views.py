"""The diary: a week in columns at a desk, day under day on a phone; one's own, a colleague's, a service's."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import evening
from cairn.cases import queries as cases
from cairn.cases.queries.diary import MOST, Diary, DiaryItem, diary
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.codes import label
from cairn.interfaces.workspace.diary import calendar_file
from cairn.interfaces.workspace.diary.days import day_of, week_of
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.kernel import clock
from cairn.people import queries as people
from cairn.services import queries as services

WEEK, SHOWN = 7, 30
OF_A_SERVICE, IN_A_FILE = 60, 10_000
"""A page of everybody's in a service shows so many; taken out as a file, a list has more."""
COLUMNS = ("Day", "From", "Until", "What", "Name", "Reference", "Service", "Where", "Worker", "With", "State")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days, and whose. `who` is a worker's uid, or "service:" and a service's."""

    day: dt.date
    by_day: bool
    who: str

    @property
    def first(self) -> dt.date:
        return self.day if self.by_day else week_of(self.day)

    @property
    def days(self) -> int:
        return 1 if self.by_day else WEEK

    @property
    def service(self) -> str:
        return self.who.removeprefix("service:") if self.who.startswith("service:") else ""

    def address(self, day: dt.date | None = None, by_day: bool | None = None) -> str:
        """The same diary on another day, or as the other kind of page."""
        said = {"day": (day or self.day).isoformat(), "who": self.who}
        said["view"] = "day" if (self.by_day if by_day is None else by_day) else ""
        return "?" + urlencode({name: value for name, value in said.items() if value})


@page(P.READ_CLIENTS, P.RECORD)
def show(request: Request) -> HttpResponse:
    """A week, or with `view=day` a day. Taken out as a file it is the same list."""
    workers, offered = members.workers(request), _services(request)
    asked = _asked(request, {uid for uid, _ in workers}, {uid for uid, _ in offered})
    read = partial(diary, request.actor, asked.first, asked.days, worker_uid="" if asked.service else asked.who,
                   service_uid=asked.service)  # fmt: skip
    if (file := files.answer(request, "Diary", COLUMNS, lambda: map(_line, read(most=IN_A_FILE).items))) is not None:
        return file
    found = read(most=OF_A_SERVICE if asked.service else MOST)
    step = dt.timedelta(days=asked.days)
    own = not asked.service and asked.who in ("", request.actor.uid)
    return draw(
        request, "diary/week", diary=found, asked=asked, workers=workers, services=offered, today=clock.today(),
        before=asked.address(asked.day - step), after=asked.address(asked.day + step), own=own,
        whose=_whose(asked, workers, offered),
        last=asked.first + dt.timedelta(days=asked.days - 1), weekend=_weekend(found, asked),
        reminded=evening.wants(request.actor),
    )  # fmt: skip


def _services(request: Request) -> list[tuple[str, str]]:
    rows = services.visible_to(request.actor).order_by("name").values_list("uid", "name")
    return [(str(uid), name) for uid, name in rows]


def _asked(request: Request, workers: set[str], offered: set[str]) -> Asked:
    who = request.GET.get("who", "")
    known = who in workers or who.removeprefix("service:") in offered
    return Asked(day_of(request.GET.get("day", "")), request.GET.get("view") == "day", who if known else "")


def _whose(asked: Asked, workers: list[tuple[str, str]], offered: list[tuple[str, str]]) -> str:
    return dict(offered).get(asked.service, "") or dict(workers).get(asked.who, "")


def _weekend(found: Diary, asked: Asked) -> bool:
    """Whether the days of the weekend have columns of their own: where something stands there."""
    return any(day.items for day in found.days if day.day.weekday() > 4) or asked.day.weekday() > 4


def _line(item: DiaryItem) -> tuple[Cell, ...]:
    times = (f"{time:%H:%M}" if time else "" for time in (item.start_time, item.end_time))
    return (
        item.planned_date, *times, item.activity_type or "Contact", item.client, item.reference, item.service, item.place,
        item.worker, ", ".join(item.others), label("appointment_state", item.state),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD)
def whom(request: Request) -> HttpResponse:
    """Whom to plan a contact with, and on which day: found by name, or one of the reader's own."""
    text = request.GET.get("q", "").strip()
    day = day_of(request.GET.get("day", ""))
    found = people.find(request.actor, text) if text else []
    own = () if text else cases.caseload(request.actor, worker_uid=request.actor.uid, per_page=SHOWN).rows
    return draw(request, "diary/whom", q=text, found=found, day=day, own=own)


@page(P.READ_CLIENTS, P.RECORD)
def calendar(request: Request) -> HttpResponse:
    """The reader's own next weeks for the calendar of a phone: times, kinds of contact and references, and no name."""
    body = calendar_file.write(request.actor, clock.today())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="diary.ics"'
    return response
