"""What the job worker does, turn by turn: a waiting job, every mart that is behind its feed, what is due of
forms, and once a night the folding."""

import logging
from datetime import date, datetime, timedelta

from cairn.access import feed, scope
from cairn.access.models import Organisation
from cairn.access.queries import system
from cairn.cases import doorkeeping, evening
from cairn.collection import owed, receipts_of_day
from cairn.desk import jobs
from cairn.desk.actions import drafts
from cairn.desk.models import Job
from cairn.exchange import upkeep
from cairn.insight import marts
from cairn.kernel import clock

log = logging.getLogger(__name__)
COUNTED_EVERY = 5  # minutes
NIGHT = 2  # the hour in London after which deltas are folded into a new base
_reached: dict[tuple[int, str], int] = {}
_folded: list[date] = []
_reminded: list[date] = []
_tidied: list[datetime] = []
_counted: list[datetime] = []


def begin() -> None:
    """Call once, before the first turn."""
    jobs.register("insight.fold", _fold)
    jobs.revive()


def turn() -> bool:
    """Do what is due; True when anything was. A mart that fails is logged, and tried again at the next change."""
    _ask_for_the_night()
    _ask_for_the_evening()
    _tidy_hourly()
    worked = jobs.work_one() is not None
    followed = [_follow(row.pk, kind) for row in Organisation.objects.all() for kind in _kinds(row)]
    return any([worked, *followed, _count_forms_owed()])


def _count_forms_owed() -> bool:
    """Once every few minutes, what is due of providers whose records have changed, or for whom a day has turned."""
    now = clock.now()
    if _counted and now - _counted[0] < timedelta(minutes=COUNTED_EVERY):
        return False
    _counted[:] = [now]
    try:
        return sum(owed.follow(row.pk) for row in Organisation.objects.filter(is_provider=True)) > 0
    except Exception:
        log.exception("what is due of forms was not counted")
        return False


def _kinds(organisation: Organisation) -> list[marts.Kind]:
    kinds: list[marts.Kind] = []
    if organisation.is_provider:
        kinds.append("own")
    if organisation.is_commissioner:
        kinds.append("shared")
    return kinds


def _follow(organisation_id: int, kind: marts.Kind) -> bool:
    head = feed.head(organisation_id)
    if _reached.get((organisation_id, kind)) == head:
        return False
    _reached[organisation_id, kind] = head
    try:
        return marts.refresh(organisation_id, kind).how != "nothing"
    except Exception:
        log.exception("mart of organisation %s (%s) was not refreshed", organisation_id, kind)
        return False


def _tidy_hourly() -> None:
    """Files received go when their day has passed, as does what was no referral; what would not go is tried again in an
    hour."""
    now = clock.now()
    if _tidied and now - _tidied[0] < timedelta(hours=1):
        return
    _tidied[:] = [now]
    try:
        upkeep.tidy(clock.today())
    except Exception:
        log.exception("files received were not tidied away")
    try:
        doorkeeping.tidy()
    except Exception:
        log.exception("what waits at the doors was not looked after")


def _ask_for_the_night() -> None:
    """Once a night, for every organisation, ask for its marts to be folded and compared."""
    now = clock.now().astimezone(clock.LONDON)
    if now.hour != NIGHT or now.date() in _folded:
        return
    _folded[:] = [now.date()]
    for row in Organisation.objects.all():
        with scope.organisation(row.pk):
            drafts.drop_old()
            jobs.ask(by=system(row), kind="insight.fold", payload={"kinds": _kinds(row)}, total=len(_kinds(row)))


def _ask_for_the_evening() -> None:
    """Once an evening, ask for the reminders that workers want, and the receipts of what was sent from the screen; each
    organisation's are one job."""
    now = clock.now().astimezone(clock.LONDON)
    if now.hour < evening.HOUR or now.date() in _reminded:
        return
    _reminded[:] = [now.date()]
    for row in Organisation.objects.all():
        with scope.organisation(row.pk):
            evening.ask(row)
            receipts_of_day.ask(row)


def _fold(job: Job, progress: jobs.Progress) -> str:
    """Compare each mart with one rebuilt from nothing, then build it anew. What differs is logged, never silently mended."""
    kinds: list[marts.Kind] = job.payload["kinds"]
    differing = 0
    for done, kind in enumerate(kinds, start=1):
        for problem in marts.verify(job.organisation_id, kind):
            differing += 1
            log.error("mart of organisation %s (%s): %s", job.organisation_id, kind, problem.message)
        marts.rebuild(job.organisation_id, kind)
        progress(done, len(kinds))
    return (
        "Marts were folded; all equalled the record."
        if not differing
        else f"{differing} tables differed and were rebuilt."
    )
