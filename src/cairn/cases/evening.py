"""The reminder that a worker may ask for: each evening, by e-mail, how much is planned for tomorrow and at what times. Mail lies
on other people's servers, so it names nobody and no place. A job of the worker sends it, so no page waits for a mail server."""

import datetime as dt
import logging
import smtplib

from django.core.mail import send_mail
from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.models import Organisation, User
from cairn.access.permissions import Permission
from cairn.access.queries import actor_for, system
from cairn.cases.models import EveningMail
from cairn.cases.queries.diary import DiaryItem, diary
from cairn.desk import jobs
from cairn.desk.models import Job
from cairn.kernel import clock

KIND, HOUR = "cases.evening", 18
"""From this hour in London on, of each day."""
log = logging.getLogger(__name__)


def wants(by: Actor) -> bool:
    return _own(by).exists()


def turn(*, by: Actor, on: bool) -> None:
    """Ask for the reminder, or for no more of them. Nobody else's matter: it leaves nothing in the log of deeds."""
    by.require(Permission.RECORD)
    if on:
        EveningMail.objects.get_or_create(organisation_id=by.organisation_id, user_uid=by.uid)
    else:
        _own(by).delete()


def _own(by: Actor) -> "QuerySet[EveningMail]":
    return EveningMail.objects.filter(organisation_id=by.organisation_id, user_uid=by.uid)


def ask(organisation: Organisation) -> Job | None:
    """Queue this evening's reminders of one organisation, in its scope; None where nobody wants any."""
    today = clock.today()
    if not EveningMail.objects.exclude(sent_date=today).exists():
        return None
    return jobs.ask(by=system(organisation), kind=KIND, payload={"day": today.isoformat()})


def send(job: Job, progress: jobs.Progress) -> str:
    """Send what was not sent yet: begun again after the worker died, nobody is reminded twice."""
    day = dt.date.fromisoformat(job.payload["day"])
    organisation = Organisation.objects.get(pk=job.organisation_id)
    rows = list(EveningMail.objects.exclude(sent_date=day).order_by("id"))
    went = failed = 0
    for number, row in enumerate(rows, start=1):
        try:
            went += _remind(organisation, row, day)
            EveningMail.objects.filter(pk=row.pk).update(sent_date=day)
        except (OSError, smtplib.SMTPException) as error:
            failed += 1
            log.warning("an evening reminder was not sent: %s", type(error).__name__)
        progress(number, len(rows))
    return f"{went} reminders were sent; {failed} could not be." if failed else f"{went} reminders were sent."


def _remind(organisation: Organisation, row: EveningMail, day: dt.date) -> bool:
    """Whether there was anything to say, to somebody who still works here."""
    user = User.objects.filter(uid=row.user_uid).first()
    found = actor_for(user, organisation.slug) if user else None
    if user is None or found is None or not found[0].may(Permission.RECORD):
        return False
    tomorrow = day + dt.timedelta(days=1)
    items = [item for item in diary(found[0], tomorrow, 1).items if item.state == "planned"]
    if items:
        send_mail(f"Tomorrow: {len(items)} planned", words(tomorrow, items), None, [user.email])
    return bool(items)


def words(day: dt.date, items: list[DiaryItem]) -> str:
    """Counts and times, and nothing else."""
    lines = [f"{day:%A} {day.day} {day:%B}", ""]
    for words, kind in (("with one person", "contact"), ("sessions", "session")):
        if some := [item for item in items if item.kind == kind]:
            times = [f"{item.start_time:%H:%M}" if item.start_time else "any time" for item in some]
            lines.append(f"Planned {words}: {len(some)} ({', '.join(times)})")
    lines += ["", "Sign in to Cairn to see who and where. You asked for this; the foot of your diary turns it off."]
    return "\n".join(lines)


def register() -> None:
    jobs.register(KIND, send)
