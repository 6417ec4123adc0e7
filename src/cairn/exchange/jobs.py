"""The long work of imports, done by the job worker: checking, bringing in, taking back. Each may be killed and begun again."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from cairn.access.actors import Actor, NotAllowed
from cairn.access.models import Organisation, User
from cairn.access.queries import actor_for, actor_of_key, system
from cairn.desk import jobs, received
from cairn.desk.models import Job
from cairn.exchange import queries
from cairn.exchange.actions import forms, imports, returned
from cairn.exchange.clients import committing, taking_back
from cairn.exchange.forms import files as form_files
from cairn.exchange.models import Import, ImportChunk
from cairn.exchange.returned import files
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused


def register() -> None:
    for kind, handler in ((imports.CHECK, check), (imports.COMMIT, commit), (imports.TAKE_BACK, take_back)):
        jobs.register(kind, handler)
    jobs.register(returned.CHECK, check_returned)
    jobs.register(returned.SEND, send_returned)
    jobs.register(forms.CHECK, check_forms)
    jobs.register(forms.TAKE, take_forms)


def asker(job: Job) -> Actor:
    """Whoever asked, with what they may do now."""
    organisation = Organisation.objects.get(pk=job.organisation_id)
    uid = job.payload["user"]
    if uid == "system":
        return system(organisation)
    user = User.objects.filter(uid=uid).first()
    found = actor_for(user, organisation.slug) if user else None
    by = found[0] if found else actor_of_key(organisation, uid)
    if by is None:
        raise NotAllowed([Problem("access.permission", "Whoever asked is no member any more.", "Ask a manager.")])
    return by


def check(job: Job, progress: jobs.Progress) -> str:
    by = asker(job)
    totals = imports.check(by=by, row=queries.get(by, job.payload["import"]))
    progress(totals["rows"], totals["rows"])
    return f"{totals['rows']} rows were checked."


def commit(job: Job, progress: jobs.Progress) -> str:
    """Chunk after chunk; those that are done already are passed over."""
    by = asker(job)
    row = queries.get(by, job.payload["import"])
    run(by, row, progress)
    return "The rows are on record."


def run(by: Actor, row: Import, progress: jobs.Progress) -> Import:
    """Bring in every chunk that is not on record yet, and close the import."""
    numbers = list(ImportChunk.objects.filter(of=row).order_by("number").values_list("number", "is_done"))
    for number, is_done in numbers:
        if not is_done:
            committing.commit(by, row, number)
        progress(number + 1, len(numbers))
    with transaction.atomic():
        Import.objects.filter(pk=row.pk, state="agreed").update(state="done", ended_at=clock.now())
        received.keep_until(row.upload, imports.kept_until(clock.today()))
    return queries.get(by, row.uid)


def take_back(job: Job, progress: jobs.Progress) -> str:
    """Fifty people at a time. Who was touched since stays, and is counted."""
    by = asker(job)
    row = queries.get(by, job.payload["import"])
    undo(by, row, progress)
    return "Everybody whom nobody had touched was taken back."


def undo(by: Actor, row: Import, progress: jobs.Progress) -> Import:
    uids = queries.people_of(row)
    for start in range(0, len(uids), taking_back.SIZE):
        taking_back.take_back(by, row, uids[start : start + taking_back.SIZE])
        progress(min(start + taking_back.SIZE, len(uids)), len(uids))
    taking_back.finish(by)
    kept = len(queries.people_of(row))
    totals = {**queries.get(by, row.uid).totals, "kept": kept}
    totals["taken_back"] = totals.get("made", 0) - kept
    Import.objects.filter(pk=row.pk, state="taking_back").update(state="taken_back", totals=totals)
    return queries.get(by, row.uid)


def check_returned(job: Job, progress: jobs.Progress) -> str:
    by = asker(job)
    found = returned.check(by=by, row=files.get(by, job.payload["file"]))
    progress(found.received, found.received)
    return f"{found.received} rows were looked over."


def send_returned(job: Job, progress: jobs.Progress) -> str:
    """What stands in the way is kept with the file, which waits as before."""
    by = asker(job)
    try:
        returned.sending(by=by, row=files.get(by, job.payload["file"]), at=job.asked_at)
    except NotAllowed:
        raise
    except Refused:
        return "It was not sent: the page of the file says why."
    return "The return was sent."


def check_forms(job: Job, progress: jobs.Progress) -> str:
    by = asker(job)
    looked = forms.check(by=by, row=form_files.get(by, job.payload["submission"]), progress=_of_a_thousand(progress))
    return f"{looked.counts.received} forms were checked."


def take_forms(job: Job, progress: jobs.Progress) -> str:
    """Begun anew it goes through the file again: what was written is there, and is counted as it was."""
    by, told = asker(job), job.payload
    row = form_files.get(by, told["submission"])
    agreed = told.get("agreed_at")
    try:
        done = forms.take(
            by=by, row=row, confirmed=told.get("confirmed") or (), good_rows=bool(told.get("good_rows")),
            progress=_of_a_thousand(progress), at=datetime.fromisoformat(agreed) if agreed else None,
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused:
        return "Somebody who may be in the file was erased, so it is gone: nothing was taken."
    return (
        "The forms are taken." if done.state == "taken" else "Something has changed since the check: nothing was taken."
    )


def _of_a_thousand(progress: jobs.Progress) -> Callable[[float, int], None]:
    """A share of the file, as the job keeps it."""

    def note(share: float, forms: int) -> None:
        progress(round(share * 1_000), 1_000)

    return note
