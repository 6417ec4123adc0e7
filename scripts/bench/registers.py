"""A register of twelve people, each with a step: as the action takes it, as the form sends it, and as bare rows."""

import uuid
from collections.abc import Iterator
from copy import copy
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import transaction

from cairn.access import feed
from cairn.access.models import AuditEvent, AuditSubject, ChainHead, Revision
from cairn.cases.actions import activities
from cairn.cases.models import Attendance, Episode, StepRecord
from cairn.kernel import clock
from cairn.services.models import ActivityType, Rung
from scripts.bench.ground import Ground
from scripts.bench.timing import Act, Ratio, medians

PEOPLE, ROUNDS, BACK = 12, 15, 56


def kind() -> Any:
    return ActivityType.objects.filter(mode="group", is_active=True).order_by("pk")[0]


class Register:
    """Twelve people who never reached one rung, and a new day for each writing, so that each writes the same rows."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.kind = ground, kind()
        self.rung = Rung.objects.filter(pk__in=self.kind.steps.values("rung_id")).order_by("-position")[0]
        self.first_day = clock.today() - timedelta(days=BACK)
        self.days: Iterator[date] = (self.first_day + timedelta(days=number) for number in count())
        had = StepRecord.objects.filter(rung=self.rung).values("episode_id")
        free = Episode.objects.filter(service_id=self.kind.service_id, end_date=None, start_date__lte=self.first_day)
        uids = free.exclude(pk__in=had).order_by("pk").values_list("uid", flat=True)[:PEOPLE]
        self.episodes = [str(uid) for uid in uids]
        if len(self.episodes) < PEOPLE:
            raise SystemExit("Too few people for a register. Give more --people.")

    def by_action(self) -> Act:
        day = next(self.days)
        return lambda: self._record(day)

    def _record(self, day: date) -> Any:
        came = [
            activities.NewAttendance(episode_uid=uid, steps=[(str(self.rung.uid), "reached")]) for uid in self.episodes
        ]
        new = activities.NewActivity(
            activity_type_uid=str(self.kind.uid),
            activity_date=day,
            minutes=120,
            attendances=came,
            uid=str(uuid.uuid4()),
        )
        return activities.record(by=self.ground.worker, activities=[new]).one

    def by_form(self) -> Act:
        day, address = next(self.days), self.ground.address(f"record/sessions/{self.kind.uid}/")
        sent: dict[str, Any] = {
            "activity_date_day": day.day, "activity_date_month": day.month, "activity_date_year": day.year,
            "minutes": 120, "uid": str(uuid.uuid4()), "who": self.episodes,
        }  # fmt: skip
        for uid in self.episodes:
            sent |= {f"here-{uid}": "on", f"steps-{uid}": str(self.rung.uid)}
        return lambda: self._send(address, sent)

    def _send(self, address: str, sent: dict[str, Any]) -> None:
        response = self.ground.browser.post(address, sent)
        if response.status_code != 302:
            raise SystemExit(f"The register was not taken: {response.status_code}")

    def by_rows(self) -> Act:
        """The rows that the action wrote, copied, ready to be inserted."""
        rows = Rows(self._record(next(self.days)))
        return rows.ready(next(self.days))


class Rows:
    """Everything that one deed wrote, read back from the database, to be written again without a rule."""

    def __init__(self, activity: Any) -> None:
        organisation = activity.organisation_id
        self.event = AuditEvent.objects.get(organisation_id=organisation, seq=feed.head(organisation))
        self.activity = activity
        self.attendances = list(Attendance.objects.filter(activity=activity))
        self.steps = list(StepRecord.objects.filter(activity=activity))
        self.revisions = list(Revision.objects.filter(event_id=self.event.pk))
        self.subjects = list(AuditSubject.objects.filter(event_id=self.event.pk))
        if not len(self.attendances) == len(self.steps) == PEOPLE == len(self.revisions) - 1:
            raise SystemExit("The action did not write the rows that the bare write is to copy.")

    def ready(self, day: date) -> Act:
        activity = _again(self.activity, activity_date=day)
        attendances = [_again(row) for row in self.attendances]
        steps = [_again(row, step_date=day) for row in self.steps]
        event = _again(self.event, seq=self.event.seq + 1)
        beside = [[_again(row) for row in rows] for rows in (self.revisions, self.subjects)]

        def write() -> None:
            with transaction.atomic():
                activity.save(force_insert=True)
                for rows in (attendances, steps):
                    for row in rows:
                        row.activity_id = activity.pk
                    type(rows[0])._base_manager.bulk_create(rows)
                event.save(force_insert=True)
                for rows in beside:
                    for row in rows:
                        row.event_id = event.pk
                    type(rows[0])._base_manager.bulk_create(rows)
                ChainHead.objects.filter(pk=event.organisation_id).update(seq=event.seq, hash=event.hash)

        return write


def _again(row: Any, **changes: Any) -> Any:
    """A copy of a row that is not there yet."""
    made = copy(row)
    made._state = copy(row._state)
    made.pk, made._state.adding = None, True
    if hasattr(made, "uid") and not isinstance(made, AuditSubject):
        made.uid = uuid.uuid4()
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def ratios(ground: Ground) -> Iterator[Ratio]:
    one = Register(ground)
    times = medians({"rows": one.by_rows, "action": one.by_action, "request": one.by_form}, ROUNDS - 5)
    raw = "raw write of the same rows, audit included"
    yield Ratio(f"register of {PEOPLE} with steps: the action alone", raw, times["action"], times["rows"], 10)
    yield Ratio(f"register of {PEOPLE} with steps: the whole request", raw, times["request"], times["rows"], 25)
