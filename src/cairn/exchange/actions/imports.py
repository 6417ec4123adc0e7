"""An import from the file to the record: received, mapped, checked, agreed, brought in, taken back. Nothing but what the
jobs write after the agreement is a deed about a person; until then it is a draft, and leaves nothing in the log."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.definitions import registry
from cairn.desk import jobs, received
from cairn.exchange import queries, sheets
from cairn.exchange.clients import checking, proposing, staging
from cairn.exchange.clients.mapping import ColumnMap, chosen_sheet, digest, headings
from cairn.exchange.models import Import, ImportChunk, ImportedClient
from cairn.exchange.sheets import Sheet
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused

AT_ONCE = 1_000  # rows that are checked while the reader waits; more are a job
CHECK, COMMIT, TAKE_BACK = "exchange.check", "exchange.commit", "exchange.take_back"
BEFORE = ("mapping", "checked")


def may(by: Actor) -> None:
    for one in (Permission.RECORD, Permission.READ_CLIENTS, Permission.MANAGE_SERVICES):
        by.require(one)


def kept_until(today: date) -> date:
    return today + timedelta(days=registry.get("retention", "upload").days)


def receive(*, by: Actor, name: str, data: bytes) -> Import:
    """Take in a file, and propose what its columns are. Raises Refused when it is no list that can be read."""
    may(by)
    book = sheets.read(data)
    today = clock.today()
    proposal = proposing.proposed(book, today, queries.saved_for(by))
    upload = received.put(by=by, kind="clients", name=name, data=data, kept_until=kept_until(today))
    made: Import = Import.objects.create(
        organisation_id=by.organisation_id, user_uid=by.uid, upload=upload, mapping=proposal.as_json(),
        asked_at=clock.now(),
    )  # fmt: skip
    return made


def remap(*, by: Actor, row: Import, mapping: ColumnMap, names: Sequence[str]) -> None:
    """Keep what the columns are, or which word is which code. What was checked by another mapping counts no more."""
    may(by)
    with transaction.atomic():
        changed = Import.objects.filter(pk=row.pk, state__in=BEFORE).update(
            mapping=mapping.as_json(), headings=digest(names), state="mapping", totals={}
        )
        _still(changed)
        ImportChunk.objects.filter(of=row).delete()
    row.mapping = mapping.as_json()


def _still(changed: int) -> None:
    """Somebody may have agreed, dropped or brought in this file meanwhile."""
    if not changed:
        fix = "Open the list of files brought in, to see how this one stands."
        raise Refused([Problem("import.moved_on", "This file is not waiting for that any more.", fix)])


def begin_check(*, by: Actor, row: Import, rows: int) -> None:
    """Check now, or ask for it when there are many rows."""
    may(by)
    if rows <= AT_ONCE:
        check(by=by, row=row)
        return
    with transaction.atomic():
        job = jobs.ask(by=by, kind=CHECK, payload={"import": str(row.uid), "user": by.uid}, total=rows)
        _still(Import.objects.filter(pk=row.pk, state__in=BEFORE).update(state="checking", job_uid=str(job.uid)))


def check(*, by: Actor, row: Import) -> dict[str, Any]:
    """Hold every row against the rules, and stage the good ones. Returns the totals."""
    may(by)
    mapping = queries.mapping(row)
    sheet = chosen_sheet(queries.book(by, row), mapping.sheet)
    checked = checking.check(by, sheet, mapping)
    totals = {**totals_of(checked), "columns": list(headings(sheet, mapping.heading_row).items())}
    with transaction.atomic():
        _still(Import.objects.filter(pk=row.pk, state__in=(*BEFORE, "checking")).update(state="checked", totals=totals))
        ImportChunk.objects.filter(of=row).delete()
        ImportedClient.objects.filter(of=row, how="like").delete()
        ImportChunk.objects.bulk_create(
            ImportChunk(organisation_id=by.organisation_id, of=row, number=number, rows=rows, findings=found)
            for number, (rows, found) in enumerate(staging.chunks(checked))
        )
        ImportedClient.objects.bulk_create(
            [
                ImportedClient(organisation_id=by.organisation_id, of=row, client_uid=uid, how="like")
                for uid in dict.fromkeys(one.client_uid for one in checked.likes if one.client_uid)
            ],
            batch_size=staging.SIZE,
        )
    return totals


def totals_of(checked: checking.Checked) -> dict[str, Any]:
    found = [one for some in checked.findings.values() for one in some]
    rules: dict[str, list[Any]] = {}
    for one in found:
        rules.setdefault(one.rule, [0, one.severity, one.message])[0] += 1
    wrong, like = checked.wrong, checked.like
    return {
        "rows": len(checked.rows), "wrong": len(wrong), "good": len(checked.rows) - len(wrong),
        "alike": len(like - wrong), "errors": sum(one.severity == "error" for one in found),
        "warnings": sum(one.severity == "warning" for one in found),
        "support": sum(row.support is not None and row.number not in wrong | like for row in checked.rows),
        "rules": rules,
    }  # fmt: skip


def agree(*, by: Actor, row: Import, alike: str = "leave") -> None:
    """Agree to what the check showed: from here on it is brought in. `alike`: leave or bring rows that look like somebody
    on record. Raises Refused when there is nothing to bring in, or the file is not waiting for this."""
    may(by)
    good = row.totals.get("good", 0) - (row.totals.get("alike", 0) if alike != "bring" else 0)
    if row.state == "checked" and good <= 0:
        raise Refused(
            [Problem("import.none", "There is no row to bring in.", "Mend the rows, and choose the file again.")]
        )
    with deed("exchange.import_agreed", by=by) as this:
        job = _ask(by, row, COMMIT)
        choices = {"alike": "bring" if alike == "bring" else "leave"}
        changed = Import.objects.filter(pk=row.pk, state="checked")
        _still(changed.update(state="agreed", choices=choices, job_uid=job))
        this.about("import", row.uid)


def go_on(*, by: Actor, row: Import) -> None:
    """Ask again for what stopped half-way. What was brought in already is not brought in twice."""
    may(by)
    kind = {"checking": CHECK, "agreed": COMMIT, "taking_back": TAKE_BACK}.get(row.state)
    if kind is None or queries.view(by, row.uid).state != "stopped":
        _still(0)
    with transaction.atomic():
        Import.objects.filter(pk=row.pk).update(job_uid=_ask(by, row, str(kind)))


def ask_back(*, by: Actor, row: Import) -> None:
    """Ask for everybody whom it brought in to be taken back, as far as nobody has touched them since."""
    may(by)
    with transaction.atomic():
        done = Import.objects.filter(pk=row.pk, state="done", kind="clients")
        _still(done.update(state="taking_back", job_uid=_ask(by, row, TAKE_BACK)))


def _ask(by: Actor, row: Import, kind: str) -> str:
    return str(jobs.ask(by=by, kind=kind, payload={"import": str(row.uid), "user": by.uid}).uid)


def drop(*, by: Actor, row: Import) -> None:
    """Give it up: the file and what was read from it go now."""
    may(by)
    with transaction.atomic():
        _still(Import.objects.filter(pk=row.pk, state__in=(*BEFORE, "checking")).update(state="dropped"))
        ImportChunk.objects.filter(of=row).update(rows=[], findings=[])
        received.let_go(by.organisation_id, [row.upload_id])
        # What cannot be removed now stays marked, and the worker tries again within the hour.
        transaction.on_commit(lambda: received.remove(by.organisation_id), robust=True)


def names_in(sheet: Sheet, mapping: ColumnMap) -> list[str]:
    return list(headings(sheet, mapping.heading_row).values())
