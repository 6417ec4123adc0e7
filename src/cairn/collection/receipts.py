"""The receipt by e-mail, to whoever sent the forms: number, counts, hash and the way to it. Mail lies on other people's servers,
so it names nobody and tells nothing of an answer. The job worker sends it, so nobody waits for a mail server.

A file's receipt comes at once. Forms sent one by one from the screen, whose receipts stand there at once, come in one mail of
the day (`receipts_of_day`), unless whoever sends them wants each, or none."""

from django.conf import settings  # noqa: TID251  # how people reach the site is asked here
from django.core.mail import send_mail
from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.models import ApiKey, Organisation, User
from cairn.access.permissions import Permission
from cairn.access.queries import actor_for
from cairn.collection.models import FormSubmission, ReceiptChoice
from cairn.definitions import registry
from cairn.desk import jobs
from cairn.desk.models import Job
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused

KIND = "collection.receipt"
DAILY = "daily"
CHOICES = {
    DAILY: "In one e-mail a day", "at_once": "In an e-mail for each form, at once", "never": "Not by e-mail",
}  # fmt: skip
"""How receipts of forms from the screen may come."""
COUNTS = (
    ("received", "Received"), ("taken", "New"), ("replaced", "Changed"), ("same", "The same as before"),
    ("rejected", "Not taken"),
)  # fmt: skip
WHERE = {"screen": "/o/{slug}/collections/forms/sent/{uid}/", "file": "/o/{slug}/collections/files/{uid}/"}
"""Addresses of the workspace; a test holds them to its own."""


def register() -> None:
    jobs.register(KIND, send)


def ask(by: Actor, submission: FormSubmission) -> Job | None:
    """Queue the mail, in the transaction that makes the receipt. What the program did by itself is told to nobody; a form
    from the screen waits for the mail of the day, unless each is wanted at once."""
    if by.kind == "system" or (submission.way == "screen" and choice(by) != "at_once"):
        return None
    return jobs.ask(by=by, kind=KIND, payload={"submission": str(submission.uid)})


def choice(by: Actor) -> str:
    """How the actor wants the receipts of forms that they send from the screen: daily, at_once or never."""
    row = ReceiptChoice.objects.filter(organisation_id=by.organisation_id, user_uid=by.uid).first()
    return row.how if row else DAILY


def choose(*, by: Actor, how: str) -> None:
    """Nobody else's matter: it leaves nothing in the log of deeds."""
    by.require(Permission.READ_CLIENTS)
    if how not in CHOICES:
        fix = "Choose one of the three."
        raise Refused([Problem("receipts.how", "Receipts do not come so.", fix, field="how")])
    ReceiptChoice.objects.update_or_create(
        organisation_id=by.organisation_id, user_uid=by.uid, defaults={"how": how}
    )  # fmt: skip


def own(by: Actor) -> "QuerySet[FormSubmission]":
    """The receipts of what the actor sent, by each way, newest first."""
    rows = FormSubmission.objects.filter(organisation_id=by.organisation_id, user_uid=by.uid, state="taken")
    found: QuerySet[FormSubmission] = rows.select_related("collection").order_by("-ended_at", "-pk")
    return found


def send(job: Job, progress: jobs.Progress) -> str:
    """To the member who sent it, or who made the key of the program that did, if they are a member still."""
    organisation = Organisation.objects.get(pk=job.organisation_id)
    row = FormSubmission.objects.select_related("collection").filter(uid=job.payload["submission"]).first()
    user = _sender(row) if row else None
    if row is None or user is None or not user.email or actor_for(user, organisation.slug) is None:
        return "There is nobody to send the receipt to."
    send_mail(f"Receipt {row.number}: {row.collection.name}", words(organisation, row), None, [user.email])
    FormSubmission.objects.filter(pk=row.pk).update(told_at=clock.now())
    progress(1, 1)
    return "The receipt was sent."


def _sender(row: FormSubmission) -> User | None:
    key = ApiKey.objects.filter(uid=row.user_uid).first() if row.way == "api" else None
    found: User | None = User.objects.filter(uid=key.made_by_uid if key else row.user_uid).first()
    return found


def words(organisation: Organisation, row: FormSubmission) -> str:
    """Counts, number and hash, and nothing else."""
    form = registry.get("form", row.form, row.form_version).label if row.form else ""
    counts = [f"{label}: {row.counts.get(name, 0):,}" for name, label in COUNTS]
    return "\n".join(
        [
            f"{organisation.name} sent forms to {row.collection.name}.",
            *([f"Form: {form}"] if form else []),
            "",
            *counts,
            "",
            f"Receipt: {row.number}",
            f"SHA-256 of what was accepted: {row.sha256}",
            "",
            f"The receipt in Cairn: {settings.SITE_URL}{address(organisation, row)}",
            "",
            "Forms are not taken by e-mail: nobody reads answers to this.",
        ]
    )


def address(organisation: Organisation, row: FormSubmission) -> str:
    """Its page. Of a form from the screen that is the form itself."""
    form = row.forms.first() if row.way == "screen" else None
    return WHERE["screen" if form else "file"].format(slug=organisation.slug, uid=form.uid if form else row.uid)
