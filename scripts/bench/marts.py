"""A refresh after 1,000 changed records, through the real action in bulk, against a rebuild of the same mart."""

from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from uuid import UUID

from cairn.access.actors import Actor
from cairn.cases.actions import activities
from cairn.cases.models import Episode
from cairn.insight import marts
from cairn.services.models import ActivityType
from scripts.bench.ground import Ground
from scripts.bench.timing import Act, Ratio, always, medians

CHANGES, BATCH, ROUNDS = 1_000, 500, 3


def ratios(ground: Ground) -> Iterator[Ratio]:
    by = ground.worker
    theirs = Episode.objects.filter(service_id=_kind().service_id).order_by("pk").values_list("uid", "start_date")
    everybody = list(theirs)
    for people in (100, CHANGES):
        who = everybody[:people]
        times = medians(
            {
                "refresh": lambda who=who: _changed(by, who),
                "rebuild": always(lambda: marts.rebuild(by.organisation_id)),
            },
            ROUNDS,
        )
        what = f"mart: refresh after {CHANGES:,} changed records of {len(who):,} people"
        yield Ratio(what, f"rebuild of {len(everybody):,} people", times["refresh"], times["rebuild"])


def _kind() -> ActivityType:
    return ActivityType.objects.filter(mode="individual", is_active=True).order_by("pk")[0]


def _changed(by: Actor, who: list[tuple[UUID, date]]) -> Act:
    """From a mart that is up to date, record so many visits; then give the refresh that follows them."""
    marts.rebuild(by.organisation_id)
    kind = str(_kind().uid)
    new = [
        activities.NewActivity(
            activity_type_uid=kind,
            activity_date=day,
            minutes=30,
            attendances=(activities.NewAttendance(episode_uid=str(uid)),),
        )
        for uid, day in islice(cycle(who), CHANGES)
    ]
    for start in range(0, CHANGES, BATCH):
        activities.record(by=by, activities=new[start : start + BATCH])
    return lambda: _refresh(by)


def _refresh(by: Actor) -> None:
    done = marts.refresh(by.organisation_id)
    if done.how != "delta":
        raise SystemExit(f"The refresh was a {done.how}: the ratio would say nothing. Give more --people.")
