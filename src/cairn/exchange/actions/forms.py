"""Forms of a programme from a file, or from a provider's own system, to the record: received, checked, agreed to, taken, perhaps
taken back. Until somebody has agreed a file is a draft: nothing of it is written, and it leaves nothing in the log."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.collection import taking, withdrawing
from cairn.collection.models import CollectedForm, FormSubmission
from cairn.collection.models.form import own_key
from cairn.collection.taking import Taken
from cairn.desk import jobs, received
from cairn.desk.models import Job, Upload
from cairn.exchange.actions.imports import kept_until
from cairn.exchange.forms import context, files, pipeline
from cairn.exchange.forms.context import Context
from cairn.exchange.forms.files import SubmissionView
from cairn.exchange.forms.passing import Chunk, Looked, Taking, look
from cairn.exchange.forms.pipeline import Passage, Progress, source_of
from cairn.exchange.forms.rejects import Rejects
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.people import holding

CHECK, TAKE = "exchange.check_forms", "exchange.take_forms"
UPLOAD, REJECTS = "forms", "forms_rejected"
AT_ONCE = 200_000  # bytes that are checked while the sender waits; more are a job
FEW = 500  # forms that are taken while the sender waits
WAITING = ("received", "checking", "checked", "wrong")
_still_there: Progress = lambda share, forms: None


def receive(
    *, by: Actor, collection_uid: str, name: str, file: BinaryIO, way: str = "file", key: str = "", now: bool = False
) -> Done[FormSubmission]:
    """Keep a file as it came, and check it: at once, or as a job where it is big (`now`: at once in any case).

    `way` is file or api; under the same `key` the same submission comes back, whatever is sent. Raises NotFound for a
    collection that there is not, Refused for a file that is too large even to be kept.
    """
    by.require(Permission.PREPARE_RETURNS)
    collection = context.collection_of(by, collection_uid)
    if key and (there := _under(by, collection.pk, key)):
        return Done((there,))
    size = _size(file)
    if size > pipeline.LARGEST_TEXT:
        kind = pipeline.too_large(size)
        raise Refused([Problem(kind.rule, kind.message, kind.fix, field="file")])
    upload = received.put_file(by=by, kind=UPLOAD, name=name, file=file, kept_until=kept_until(clock.today()))
    try:
        with transaction.atomic():
            row: FormSubmission = FormSubmission.objects.create(
                organisation_id=by.organisation_id, collection=collection, user_uid=by.uid, way=way,
                key=key or own_key(), upload=upload, asked_at=clock.now(),
            )  # fmt: skip
    except IntegrityError:  # the same key a moment ago
        if there := _under(by, collection.pk, key):
            return Done((there,))
        raise
    if now or size <= AT_ONCE:
        check(by=by, row=row)
    else:
        _ask(by, row, CHECK, "checking", ("received",), {})
    return Done((files.get(by, row.uid),))


def _under(by: Actor, collection_id: int, key: str) -> FormSubmission | None:
    rows = FormSubmission.objects.filter(organisation_id=by.organisation_id, collection_id=collection_id, key=key)
    found: FormSubmission | None = rows.select_related("upload", "collection").first()
    return found


def _size(file: BinaryIO) -> int:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def _upload(row: FormSubmission) -> Upload:
    """The file of a submission that came as one. Raises NotFound for what was sent from the screen."""
    if row.upload is None:
        raise NotFound("no such file")
    return row.upload


def check(*, by: Actor, row: FormSubmission, progress: Progress = _still_there) -> Looked:
    """Check the whole file, and keep what was found. Writes no form."""
    by.require(Permission.PREPARE_RETURNS)
    about = context.of(by, row.collection)
    try:
        opened = _opened(by, row)
    except _Gone:
        raise Refused([_GONE]) from None
    with opened as file:
        looked = look(by, about, file, _upload(row).size, progress)
    rejects = _kept(by, row, looked.rejects, looked.way) if not looked.findings.stops else None
    groups = [group.as_json() for group in looked.findings.groups()]
    _still(
        row, WAITING, "wrong" if looked.findings.stops else "checked", findings=groups, rejects=rejects, form=looked.form,
        form_version=looked.version, counts={**looked.counts.as_json(), "sheet": looked.sheet},
    )  # fmt: skip
    return looked


def _kept(by: Actor, row: FormSubmission, rejects: Rejects | None, way: str) -> Any:
    """The rows that are not taken, as a file beside the one that came; None where that has gone, and its rows with it."""
    if rejects is None:
        return None
    name = "rows-to-mend.xlsx" if way == "workbook" else "rows-to-mend.csv"
    try:
        made = rejects.made(way)
        kept = received.put_file(by=by, kind=REJECTS, name=name, file=made, kept_until=kept_until(clock.today()))
    finally:
        rejects.close()
    with transaction.atomic():
        if _is_kept(by, row):
            return kept
        received.let_go(by.organisation_id, [kept.pk])
        transaction.on_commit(lambda: received.remove(by.organisation_id), robust=True)
    return None


def _is_kept(by: Actor, row: FormSubmission) -> bool:
    """Within a transaction: whether the file is still there. Nobody is erased until it is done; where somebody was who may be in
    the file, nothing more is written of what was read from it."""
    holding.hold([by.organisation_id])
    upload = _upload(row)
    upload.refresh_from_db(fields=["state"])
    return bool(upload.state == "kept")


def agree(
    *, by: Actor, row: FormSubmission, confirmed: Sequence[str] = (), good_rows: bool = False, now: bool = False
) -> Done[FormSubmission]:
    """Take the forms that were checked. `confirmed`: the keys of soft rules that somebody says are right, in every row.
    `good_rows`: take the good ones although others stay out. Raises Refused with all that stands in the way."""
    by.require(Permission.PREPARE_RETURNS)
    problems = list(_in_the_way(files.view(by, row.uid), frozenset(confirmed), good_rows))
    if problems:
        raise Refused(problems)
    told = {"confirmed": sorted(set(confirmed)), "good_rows": good_rows, "agreed_at": clock.now().isoformat()}
    if now or row.counts.get("received", 0) <= FEW:
        _still(row, ("checked",), "taking")
        try:
            take(by=by, row=files.get(by, row.uid), confirmed=confirmed, good_rows=good_rows)
        except BaseException:  # few forms are one deed: nothing of it is written, and the file waits as before
            FormSubmission.objects.filter(pk=row.pk, state="taking").update(state="checked")
            raise
    else:
        _ask(by, row, TAKE, "taking", ("checked",), told)
    return Done((files.get(by, row.uid),))


def _in_the_way(seen: SubmissionView, confirmed: frozenset[str], good_rows: bool) -> Iterable[Problem]:
    if seen.row.state != "checked":
        yield _moved_on()
        return
    open_ = [group for group in seen.groups if group.kind.grade == "soft" and group.kind.key not in confirmed]
    if whole := [group for group in open_ if not group.rows]:
        fix = "Say that they may be passed over, or mend the file."
        yield Problem("forms.unconfirmed", f"{len(whole)} things about the whole file are not answered yet.", fix)
    wrong = seen.counts.get("rejected", 0)
    if not good_rows and (wrong or any(group.rows for group in open_)):
        fix = "Mend them and choose the file again, or say that the good ones are taken without them."
        yield Problem("forms.not_all", "Not every form in the file can be taken.", fix)
    left = 0 if any(group.rows for group in open_) else seen.counts.get("to_confirm", 0)
    if not seen.counts.get("good", 0) + left and not confirmed:
        yield Problem(
            "forms.none", "There is no form that could be taken.", "Mend the rows, and choose the file again."
        )


def take(
    *, by: Actor, row: FormSubmission, confirmed: Sequence[str] = (), good_rows: bool = False,
    progress: Progress = _still_there, at: datetime | None = None,
) -> FormSubmission:  # fmt: skip
    """Write the good forms, five hundred a deed, and the receipt with the last. Killed, it is begun anew: what was written is
    the same then, and counted as it was; what cannot be taken any more by then stands in the receipt as left out. Where all were
    to be taken, nothing is written yet, and one cannot be any more, none is. What closes after `at`, the moment when it was
    agreed to, closes for the next file. Raises Refused where the file has gone."""
    by.require(Permission.PREPARE_RETURNS)
    try:
        return _taken(by, row, frozenset(confirmed), good_rows, progress, at or clock.now())
    except _Gone:
        return _ended_early(by, row)


def _taken(
    by: Actor, row: FormSubmission, confirmed: frozenset[str], good_rows: bool, progress: Progress, at: datetime
) -> FormSubmission:  # fmt: skip
    about = context.of(by, row.collection, at)
    begun = CollectedForm.objects.filter(submission=row).exists()
    if not (good_rows or begun):  # the file is gone through twice, and what is told of it is one way
        if not _all_good(by, row, confirmed, about, lambda share, forms: progress(share / 2, forms)):
            return files.get(by, row.uid)
        whole, progress = progress, lambda share, forms: whole(0.5 + share / 2, forms)
    with _opened(by, row) as file:
        passage = Passage(by, about, source_of(file, _upload(row).size), progress)
        way = Taking(passage, confirmed)
        told = _write(by, row, way)
    rejects = _kept(by, row, way.rejects, passage.source.kind)
    FormSubmission.objects.filter(pk=row.pk).update(rejects=rejects)
    received.keep_until(_upload(row), kept_until(clock.today()))
    _tell(by, row, told)
    return files.get(by, row.uid)


def _opened(by: Actor, row: FormSubmission) -> BinaryIO:
    upload = _upload(row)
    try:
        return received.opened(by, upload)
    except NotFound:
        raise _Gone from None


def _all_good(
    by: Actor, row: FormSubmission, confirmed: frozenset[str], about: Context, progress: Progress
) -> bool:  # fmt: skip
    """Whether every row is still good: somebody may have sent one, or a year may have closed, since the check. Where one is
    not, the file waits again with what was found."""
    with _opened(by, row) as file:
        looked = look(by, about, file, _upload(row).size, progress)
    open_ = [kind for kind in looked.findings.counts if kind.grade != "soft" or kind.key not in confirmed]
    rejects = looked.rejects
    if not open_:
        if rejects:
            rejects.close()
        return True
    groups = [group.as_json() for group in looked.findings.groups()]
    counts = {**looked.counts.as_json(), "sheet": looked.sheet}
    _still(row, ("taking",), "checked", findings=groups, counts=counts, rejects=_kept(by, row, rejects, looked.way))
    return False


def _write(by: Actor, row: FormSubmission, way: Taking) -> Taken:
    """Chunk after chunk; the receipt goes with the last one. What was rejected on writing stands in no count of taken forms."""
    told, before = Taken(), None
    for chunk in way.chunks():
        if before is not None:
            told = told + _chunk(by, row, way, before, None)
        before = chunk
    return told + _chunk(by, row, way, before or Chunk(), told)


def _chunk(by: Actor, row: FormSubmission, way: Taking, chunk: Chunk, sofar: Taken | None) -> Taken:
    """One deed. `sofar` is what went before the last one: with it comes the receipt."""
    with deed("collection.forms_sent", by=by) as this:
        if not _is_kept(by, row):
            raise _Gone
        told = taking.take(this, row, chunk.forms, noted=False, windows=way.passage.context.windows)
        way.refused(chunk, told.rejected)
        if sofar is not None:
            every = sofar + told + Taken(same=way.repeated)
            stands = _written(row)
            if earlier := (stands.taken + stands.replaced) - (every.taken + every.replaced):
                hashes = (*every.hashes, *(set(stands.hashes) - set(every.hashes)))
                every = replace(stands, same=every.same, hashes=hashes)
            fresh = FormSubmission.objects.select_for_update().get(pk=row.pk)
            taking.write_receipt(this, fresh, every, received=way.passage.received, rejected=way.left_out - earlier)
    return told


def _written(row: FormSubmission) -> Taken:
    """What stands of a file in the record. Where it was killed half-way and begun anew, that may be more than could be taken by
    then: what was written before stands."""
    there = list(CollectedForm.objects.filter(submission=row, state="sent").values_list("version", "sha256"))
    new = sum(1 for version, _ in there if version == 1)
    return Taken(taken=new, replaced=len(there) - new, hashes=tuple(digest for _, digest in there))


class _Gone(Exception):
    """Somebody who may be in the file was erased while it was being taken, and it went."""


def _ended_early(by: Actor, row: FormSubmission) -> FormSubmission:
    """What was taken before stands, with its receipt; of a file of which nothing was, nobody need look any more."""
    if CollectedForm.objects.filter(submission=row).exists():
        return _close(by, row)
    _still(row, ("taking",), "dropped", findings=[], ended_at=clock.now())
    raise Refused([_GONE])


_GONE = Problem(
    "forms.gone", "Somebody who may be in the file was erased, so it is gone and nothing was taken.",
    "Make the file again without them, and choose it again.",
)  # fmt: skip


def _tell(by: Actor, row: FormSubmission, told: Taken) -> None:
    """Whoever wants to hear of a receipt, the sender by e-mail for one, asks for it in `files.after`."""
    for hear in files.after:
        hear(by, files.get(by, row.uid))


def take_back(*, by: Actor, row: FormSubmission) -> Done[FormSubmission]:
    """Take back what a file brought: new forms are withdrawn, and what it replaced is as it was. Raises Refused once a year of
    them may not be edited any more."""
    by.require(Permission.PREPARE_RETURNS)
    with deed("collection.forms_withdrawn", by=by) as this:
        _still(row, ("taken",), "taken_back")
        fresh = FormSubmission.objects.select_for_update().get(pk=row.pk)
        count = withdrawing.take_back(this, fresh)
        this.update(fresh, counts={**fresh.counts, **count}, ended_at=clock.now())
    return Done((files.get(by, row.uid),), event_uid="")


def go_on(*, by: Actor, row: FormSubmission) -> Done[FormSubmission]:
    """Ask again for what stopped half-way, with the same choices. What was written already is not written twice."""
    by.require(Permission.PREPARE_RETURNS)
    before = Job.objects.filter(uid=row.job_uid or None).first() if row.job_uid else None
    kind = {"checking": CHECK, "taking": TAKE}.get(row.state)
    if files.view(by, row.uid).state == "stopped" and (before is None or before.state == "done"):
        return _once_more(by, row)
    if kind is None or before is None or before.state != "failed":
        raise Refused([_moved_on()])
    if row.state == "taking" and _upload(row).state != "kept":
        return Done((_close(by, row),))
    same = {name: before.payload.get(name) for name in ("confirmed", "good_rows", "agreed_at")}
    _ask(by, row, kind, row.state, (row.state,), same)
    return Done((files.get(by, row.uid),))


def _once_more(by: Actor, row: FormSubmission) -> Done[FormSubmission]:
    """What was done while the sender waited, by a program that was ended: a check is made anew; few forms are one deed, so none
    of them is written, and they wait for somebody to agree again."""
    if row.state == "received":
        _ask(by, row, CHECK, "checking", ("received",), {})
    else:
        _still(row, ("taking",), "checked")
    return Done((files.get(by, row.uid),))


def _close(by: Actor, row: FormSubmission) -> FormSubmission:
    """The receipt of what was taken of a file that went, for somebody who may be in it was erased, before all of it was."""
    told, received_ = _written(row), row.counts.get("received", 0)
    with deed("collection.forms_sent", by=by) as this:
        fresh = FormSubmission.objects.select_for_update().get(pk=row.pk)
        left_out = received_ - told.taken - told.replaced
        taking.write_receipt(this, fresh, told, received=received_, rejected=left_out)
    return files.get(by, row.uid)


def drop(*, by: Actor, row: FormSubmission) -> Done[FormSubmission]:
    """Give a file up: it goes, and nothing of it was taken."""
    by.require(Permission.PREPARE_RETURNS)
    with transaction.atomic():
        held = [pk for pk in (row.upload_id, row.rejects_id) if pk]
        _still(row, WAITING, "dropped", findings=[], ended_at=clock.now())
        received.let_go(by.organisation_id, held)
        transaction.on_commit(lambda: received.remove(by.organisation_id), robust=True)
    return Done((files.get(by, row.uid),))


def _ask(
    by: Actor, row: FormSubmission, kind: str, becomes: str, was: tuple[str, ...], told: dict[str, Any]
) -> None:  # fmt: skip
    with transaction.atomic():
        payload = {"submission": str(row.uid), "user": by.uid, "actor": by.kind, **told}
        job = jobs.ask(by=by, kind=kind, payload=payload, total=1_000)
        _still(row, was, becomes, job_uid=str(job.uid))


def _still(row: FormSubmission, was: tuple[str, ...], becomes: str, **changes: Any) -> None:
    """Somebody may have agreed, dropped or taken it back meanwhile."""
    if not FormSubmission.objects.filter(pk=row.pk, state__in=was).update(state=becomes, **changes):
        raise Refused([_moved_on()])
    row.state = becomes


def _moved_on() -> Problem:
    fix = "Open the list of files to see how it stands."
    return Problem("forms.moved_on", "This file is not waiting for that any more.", fix)
