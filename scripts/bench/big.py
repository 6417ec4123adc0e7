"""A large organisation to measure pages on: people, episodes and activities laid straight into the tables, in bulk.

What lies there is what two years of one service's work would leave: three in ten episodes are open, each person has
twenty activities, a few steps, needs, readings and notes. The measured worker has forty people, whatever the size.
"""

import argparse
import json
import os
import random
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scripts.bench.ground import Ground, laid

EACH = 20  # activities a person
OWN = 40  # people of the measured worker
WORKERS = 50  # about as many people to each of the others as there are people divided by this, and by three
FIRST = 10_000_000  # ids of what is laid here, above the demonstration's own
LETTERS = "ABDEFGHJLNPQRSTUW"  # some of those that end a postcode
SYLLABLES = ("an", "bel", "cor", "da", "el", "fen", "gar", "hol", "is", "jo", "ka", "lin", "mor", "na", "ot", "pri")


@contextmanager
def large(people: int, keep: str = "") -> Iterator[Ground]:
    """The demonstration's provider with so many people more."""
    with laid(60, 1, keep) as ground:
        Laying(ground, people).all()
        yield ground


class Laying:
    """Rows of every table that the pages read, by number: the n-th person has the n-th episode."""

    def __init__(self, ground: Ground, people: int) -> None:
        from cairn.cases.models import Episode
        from cairn.kernel import clock
        from cairn.services.models import ActivityType, Rung

        self.ground, self.people, self.today = ground, people, clock.today()
        self.chance = random.Random(7)
        episode = Episode.objects.filter(worker_uid=ground.worker.uid).select_related("service")[0]
        self.service = episode.service_id
        self.kind = ActivityType.objects.filter(service_id=self.service, mode="individual")[0].pk
        self.rungs = list(Rung.objects.filter(ladder__service_id=self.service).values_list("pk", flat=True))
        self.started = [self._day(n) for n in range(people)]

    def _day(self, n: int) -> date:
        return self.today - timedelta(days=30 + (n * 7919) % 700)

    def _worker(self, n: int) -> str:
        return (
            self.ground.worker.uid if n % (self.people // OWN) == 0 else f"00000000-0000-4000-8000-{n % WORKERS:012d}"
        )

    def _is_open(self, n: int) -> bool:
        return n % 10 < 3 or n % (self.people // OWN) == 0

    def all(self) -> None:
        from django.db import connection

        from cairn.cases import models as cases
        from cairn.interfaces.cli.django import learn_sizes
        from cairn.people.models import Client

        connection.ensure_connection()
        raw = connection.connection
        parts: Sequence[tuple[Any, Callable[[], Iterable[dict[str, Any]]]]] = (
            (Client, self._clients), (cases.Referral, self._referrals), (cases.Episode, self._episodes),
            (cases.Activity, self._activities), (cases.Attendance, self._attendances), (cases.StepRecord, self._steps),
            (cases.Need, self._needs), (cases.Assessment, self._readings), (cases.Note, self._notes),
            (cases.Appointment, self._appointments), (cases.AlsoThere, self._also),
            (cases.IncomingReferral, self._incoming),
        )  # fmt: skip
        for model, rows in parts:
            fill(raw, model, self.ground.worker.organisation_id, rows())
        learn_sizes()

    def _clients(self) -> Iterator[dict[str, Any]]:
        from cairn.people.keys import described, keys_of
        from cairn.people.queries import search_text

        own = self.ground.worker.organisation_id
        pick = self.chance.choices
        for n in range(self.people):
            name = " ".join("".join(pick(SYLLABLES, k=3)).capitalize() for _ in range(2))
            reference, phone = f"B{n:06d}", f"07700 {n:06d}"
            text = search_text(name, "", reference, phone)
            born = date(1930 + n % 75, 1 + n * 7 % 12, 1 + n * 31 % 28)
            postcode = f"B{1 + n % 40} {n * 3 % 10}{LETTERS[n % 17]}{LETTERS[n // 17 % 17]}"
            yield {
                "name": name,
                "reference": reference,
                "phone": phone,
                "birth_date": born,
                "postcode": postcode,
                "postcode_state": "known",
                "search_text": text,
                "match_keys": keys_of(own, described(name, "", born, phone, "", postcode)),
                "added_date": self.started[n],
            }

    def _referrals(self) -> Iterator[dict[str, Any]]:
        for n, day in enumerate(self.started):
            done = n % 200 != 0  # one in two hundred waits
            yield {"client_id": FIRST + n, "service_id": self.service, "received_date": day,
                   "state": "accepted" if done else "pending", "decided_date": day if done else None}  # fmt: skip

    def _incoming(self) -> Iterator[dict[str, Any]]:
        """One in a hundred came by the public form; of those one in five was not looked at yet."""
        for n in range(0, self.people, 100):
            day, waits = self.today - timedelta(days=n // 100 % 40), n % 500 == 0
            yield {"service_id": self.service, "origin": "public_form", "name": f"Came {n}", "received_date": day,
                   "received_at": f"{day} 10:00:00", "state": "waiting" if waits else "not_a_referral",
                   "urgency": ("urgent", "soon", "routine")[n // 100 % 3],
                   "answered_date": None if waits else day}  # fmt: skip

    def _episodes(self) -> Iterator[dict[str, Any]]:
        for n, day in enumerate(self.started):
            ended = None if self._is_open(n) else day + timedelta(days=29)
            yield {"client_id": FIRST + n, "service_id": self.service, "start_date": day, "end_date": ended,
                   "closure_reason": "goals_met" if ended else "", "worker_uid": self._worker(n),
                   "referral_id": FIRST + n if n % 200 else None}  # fmt: skip

    def _dates(self, n: int) -> Iterator[date]:
        until = (self.today if self._is_open(n) else self.started[n] + timedelta(days=29)) - self.started[n]
        return (self.started[n] + timedelta(days=until.days * k // EACH) for k in range(EACH))

    def _activities(self) -> Iterator[dict[str, Any]]:
        for n in range(self.people):
            for day in self._dates(n):
                yield {"service_id": self.service, "activity_type_id": self.kind, "activity_date": day, "minutes": 45,
                       "worker_uid": self._worker(n)}  # fmt: skip

    def _attendances(self) -> Iterator[dict[str, Any]]:
        for n in range(self.people):
            for k, day in enumerate(self._dates(n)):
                yield {"client_id": FIRST + n, "episode_id": FIRST + n, "activity_id": FIRST + n * EACH + k,
                       "activity_date": day}  # fmt: skip

    def _steps(self) -> Iterator[dict[str, Any]]:
        for n in range(self.people):
            for rung, day in zip(self.rungs[:3], self._dates(n), strict=False):
                yield {"client_id": FIRST + n, "episode_id": FIRST + n, "rung_id": rung, "step_date": day}

    def _needs(self) -> Iterator[dict[str, Any]]:
        for n, day in enumerate(self.started):
            for need in ("loneliness", "debt"):
                yield {"client_id": FIRST + n, "episode_id": FIRST + n, "need": need, "presented_date": day}

    def _readings(self) -> Iterator[dict[str, Any]]:
        for n, day in enumerate(self.started):
            if n % 3:
                yield {"client_id": FIRST + n, "episode_id": FIRST + n, "scale": "swemwbs", "stage": "start", "rater": "client",
                       "assessed_date": day, "answers": "[3,3,3,3,3,3,3]", "total": 21.0, "metric": 19.25}  # fmt: skip

    def _notes(self) -> Iterator[dict[str, Any]]:
        for n, day in enumerate(self.started):
            for k in range(2):
                yield {"client_id": FIRST + n, "episode_id": FIRST + n, "note_date": day, "author_uid": self._worker(n),
                       "text": f"Talked about {SYLLABLES[n % 16]} and the {SYLLABLES[k]} for a while."}  # fmt: skip

    def _planned(self) -> list[int]:
        """Whoever has open support is seen again, over five weeks around today."""
        return [n for n in range(self.people) if self._is_open(n)]

    def _appointments(self) -> Iterator[dict[str, Any]]:
        for k, n in enumerate(self._planned()):
            yield {"client_id": FIRST + n, "episode_id": FIRST + n, "activity_type_id": self.kind,
                   "planned_date": self.today + timedelta(days=k * 37 % 35 - 14), "start_time": f"{9 + k % 8:02d}:30:00",
                   "minutes": 45, "worker_uid": self._worker(n)}  # fmt: skip

    def _also(self) -> Iterator[dict[str, Any]]:
        """One in ten is seen by two."""
        for k in range(0, len(self._planned()), 10):
            yield {"appointment_id": FIRST + k, "planned_date": self.today + timedelta(days=k * 37 % 35 - 14),
                   "worker_uid": self._worker(k + 7)}  # fmt: skip


def fill(raw: sqlite3.Connection, model: Any, organisation_id: int | None, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows, with what they leave out as the model says; ids from FIRST on. Without one, each row has its organisation."""
    from django.db import connection

    rows = iter(rows)
    first = next(rows)
    fixed = {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in {*first, "id", "uid", "organisation_id"}
    }
    columns = ["id", "uid", *(["organisation_id"] if organisation_id else []), *first, *fixed]
    marks = ", ".join("?" for _ in columns)
    words = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({marks})"
    common = (organisation_id,) if organisation_id else ()
    kind = f"{zlib.crc32(model._meta.label.encode()) % 10**6:06d}"
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(words, (
        (FIRST + n, f"{kind}{n:026d}", *common, *(_plain(row[name]) for name in first), *fixed.values())
        for n, row in enumerate(_and(first, rows))
    ))  # fmt: skip
    raw.execute("COMMIT")


def _and(first: dict[str, Any], rest: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from rest


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def main() -> int:
    """Lay a large organisation into a directory that stays, to look at with `cairn serve`."""
    reader = argparse.ArgumentParser(description=main.__doc__)
    reader.add_argument("--people", type=int, default=100_000)
    reader.add_argument("folder", type=Path)
    asked = reader.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with large(asked.people, keep=str(asked.folder)) as ground:
        print(json.dumps({"organisation": ground.worker.slug, "people": asked.people}))
    return 0


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    sys.exit(main())
