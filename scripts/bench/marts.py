"""A refresh after 1,000 changed records, through the real action in bulk, against a rebuild of the same mart."""

from collections.abc import Iterator
from itertools import cycle, islice

from cairn.access.actors import Actor
from cairn.cases.actions import activities
from cairn.cases.models import Episode
from cairn.insight import marts
from cairn.kernel import clock
from cairn.services.models import ActivityType
from scripts.bench.ground import Ground
from scripts.bench.timing import Act, Ratio, always, medians

CHANGES, BATCH, ROUNDS = 1_000, 500, 3


def ratios(ground: Ground) -> Iterator[Ratio]:
    by = ground.worker
    running = Episode.objects.filter(end_date=None, service__name="Getting out and about").order_by("pk")
    uids = [str(uid) for uid in running.values_list("uid", flat=True)]
    for people in (100, 1_000):
        who = uids[:people]
        # Each side leaves the mart up to date, so that the other starts from the same place.
        times = medians(
            {
                "refresh": lambda who=who: _changed(by, who),
                "rebuild": always(lambda: marts.rebuild(by.organisation_id)),
            },
            ROUNDS,
        )
        what = f"mart: refresh after {CHANGES:,} changed records of {len(who):,} people"
        everybody = Episode.objects.count()
        yield Ratio(what, f"rebuild, {everybody:,} episodes", times["refresh"], times["rebuild"])


def _changed(by: Actor, episodes: list[str]) -> Act:
    """Record so many visits, then give the refresh that follows them."""
    kind = str(ActivityType.objects.filter(mode="individual", is_active=True).order_by("pk")[0].uid)
    new = [
        activities.NewActivity(
            activity_type_uid=kind,
            activity_date=clock.today(),
            minutes=30,
            attendances=(activities.NewAttendance(episode_uid=episode),),
        )
        for episode in islice(cycle(episodes), CHANGES)
    ]
    for start in range(0, CHANGES, BATCH):
        activities.record(by=by, activities=new[start : start + BATCH])
    return lambda: _refresh(by)


def _refresh(by: Actor) -> None:
    done = marts.refresh(by.organisation_id)
    if done.how != "delta":
        raise SystemExit(f"The refresh was a {done.how}: the ratio would say nothing. Give more --people.")
