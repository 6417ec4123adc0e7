"""Look through everybody for pairs that may be one person: long work, done by the job worker."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.access.queries import system
from cairn.desk import jobs
from cairn.desk.models import Job
from cairn.people import matching, queries
from cairn.people.models import AlikePair
from cairn.people.pairs import LEAST, LOOK

BATCH = 500


def ask(*, by: Actor) -> None:
    """Compare everybody with everybody, once the worker comes to it. Asked for again meanwhile, it is done once."""
    by.require(Permission.RECORD)
    with transaction.atomic():
        waiting = Job.objects.filter(organisation_id=by.organisation_id, kind=LOOK, state__in=("waiting", "running"))
        if not waiting.exists():
            jobs.ask(by=by, kind=LOOK, total=queries.visible_to(by).count())


def look(job: Job, progress: jobs.Progress) -> str:
    """What is found takes the place of what the last look found; what somebody said of two stays. No deed: these rows say
    nothing of a person that their records do not, and are made anew at any time."""
    by = system(Organisation.objects.get(pk=job.organisation_id))
    total = queries.visible_to(by).count()
    points: dict[tuple[int, int], int] = {}
    for done, person in enumerate(_everybody(by), 1):
        for pk, agreed in matching.alike_to(by, person, LEAST):
            points[min(pk, person.pk), max(pk, person.pk)] = agreed
        if done % BATCH == 0:
            progress(done, total)
    _replace(by, points)
    progress(total, total)
    return f"{len(points)} pairs may be of one person."


def _everybody(by: Actor) -> Iterator[Any]:
    """A batch at a time, so that nobody waits behind one long reading."""
    last = 0
    while rows := list(queries.visible_to(by).filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from rows
        last = rows[-1].pk


def _replace(by: Actor, points: dict[tuple[int, int], int]) -> None:
    with transaction.atomic():
        rows = AlikePair.objects.filter(organisation_id=by.organisation_id)
        rows.filter(is_apart=False).delete()
        apart = {(min(pair), max(pair)) for pair in rows.values_list("client_id", "other_id")}
        here = {pk for both in points for pk in both}
        there = _still_there(by, sorted(here))  # somebody may have been erased, or become one with another, meanwhile
        AlikePair.objects.bulk_create(
            (
                AlikePair(organisation_id=by.organisation_id, client_id=one, other_id=other, points=agreed)
                for (one, other), agreed in points.items()
                if (one, other) not in apart and one in there and other in there
            ),
            batch_size=BATCH,
        )


def _still_there(by: Actor, pks: list[int]) -> set[int]:
    parts = (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))
    return {pk for part in parts for pk in queries.visible_to(by).filter(pk__in=part).values_list("pk", flat=True)}


def register() -> None:
    jobs.register(LOOK, look)
