"""One mail a day of the forms that somebody sent one by one from the screen: each receipt with number and hash, and their sum.
Like a single receipt it names nobody and tells nothing of an answer."""

from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from django.conf import settings  # noqa: TID251  # how people reach the site is asked here
from django.core.mail import send_mail
from django.db.models import QuerySet

from cairn.access.models import Organisation, User
from cairn.access.queries import actor_for, system
from cairn.collection import receipts
from cairn.collection.models import FormSubmission, ReceiptChoice
from cairn.definitions import registry
from cairn.desk import jobs
from cairn.desk.models import Job
from cairn.kernel import clock

KIND, PAGE = "collection.receipts_of_day", "/o/{slug}/collections/receipts/"
"""The address is the workspace's; a test holds it to its own."""
BACK = timedelta(days=7)
"""How far back a mail reaches, where nobody sent one because the program did not run."""


def register() -> None:
    jobs.register(KIND, send)


def ask(organisation: Organisation) -> Job | None:
    """Queue the mails of one organisation's day, in its scope; None where nobody sent a form from the screen."""
    if not _waiting(organisation.pk).exists():
        return None
    return jobs.ask(by=system(organisation), kind=KIND)


def send(job: Job, progress: jobs.Progress) -> str:
    """A mail for each person. What was told is marked at once: begun again after the worker died, it is told to the others."""
    organisation = Organisation.objects.get(pk=job.organisation_id)
    each = [list(rows) for _, rows in groupby(_waiting(organisation.pk), key=attrgetter("user_uid"))]
    went = 0
    for done, rows in enumerate(each, start=1):
        went += _tell(organisation, rows)
        progress(done, len(each))
    return f"Receipts of the day: {went} sent."


def _waiting(organisation_id: int) -> "QuerySet[FormSubmission]":
    otherwise = ReceiptChoice.objects.filter(organisation_id=organisation_id).exclude(how=receipts.DAILY)
    rows = FormSubmission.objects.filter(
        organisation_id=organisation_id, way="screen", state="taken", told_at=None, ended_at__gte=clock.now() - BACK
    ).exclude(user_uid__in=otherwise.values("user_uid"))
    found: QuerySet[FormSubmission] = rows.select_related("collection").order_by("user_uid", "ended_at", "pk")
    return found


def _tell(organisation: Organisation, rows: list[FormSubmission]) -> bool:
    user = User.objects.filter(uid=rows[0].user_uid).first()
    if user is None or not user.email or actor_for(user, organisation.slug) is None:
        return False
    n = len(rows)
    subject = f"{n} receipt{'s' if n > 1 else ''} of forms sent: {organisation.name}"
    send_mail(subject, words(organisation, rows), None, [user.email])
    FormSubmission.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=clock.now())
    return True


def words(organisation: Organisation, rows: list[FormSubmission]) -> str:
    """The sum of the counts, then each receipt."""
    total = [
        f"{label}: {sum(row.counts.get(name, 0) for row in rows):,}" for name, label in receipts.COUNTS
    ]  # fmt: skip
    page = f"{settings.SITE_URL}{PAGE.format(slug=organisation.slug)}"
    each = [line for row in rows for line in _lines(row)]
    return "\n".join(
        [
            f"Forms that you sent from the screen for {organisation.name}, since the last mail of this kind.", "", *total,
            "", *each, f"Your receipts in Cairn, and whether they come by e-mail: {page}", "",
            "Forms are not taken by e-mail: nobody reads answers to this.",
        ]
    )  # fmt: skip


def _lines(row: FormSubmission) -> list[str]:
    assert row.ended_at is not None  # it was taken
    at = row.ended_at.astimezone(clock.LONDON)
    form = registry.get("form", row.form, row.form_version).label if row.form else ""
    return [
        f"Receipt {row.number}, {at:%-d %B %Y, %H:%M}: {form or row.collection.name}",
        f"SHA-256 of what was accepted: {row.sha256}", "",
    ]  # fmt: skip
