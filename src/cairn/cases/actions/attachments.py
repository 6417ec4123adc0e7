"""Keep files with a person's record, change who may read them, and take them away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import loading
from cairn.cases.loading import Rows
from cairn.cases.models import Activity, Attachment, Attendance
from cairn.cases.queries import attachments as queries
from cairn.cases.writers import at_version, once
from cairn.desk import filetypes, received
from cairn.desk.models import Upload
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if, too_long
from cairn.people.models import Client

#: So long the bytes of a file that was taken away are kept, so that taking it away can be undone.
STAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttachment:
    """A file about one client, perhaps of one visit of theirs. A `uid` made by the sender keeps the same file once."""

    client_uid: str
    name: str
    data: bytes
    words: str = ""
    activity_uid: str | None = None
    is_restricted: bool = False
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A file to be taken away."""

    attachment_uid: str
    version: int | None = None


def add(*, by: Actor, attachments: Sequence[NewAttachment]) -> Done[Attachment]:
    """Keep files, all or none. The bytes are written before the deed: without it they go again after some weeks."""
    by.require(Permission.RECORD)
    clients = loading.mine(Client, by, (new.client_uid for new in attachments))
    visits = loading.mine(Activity, by, (new.activity_uid for new in attachments))
    taken = loading.taken(Attachment, by, (new.uid for new in attachments))
    came = _who_came(visits)
    problems: list[Problem] = []
    for row, new in enumerate(attachments):
        problems += filetypes.problems(new.name, new.data, "file", row) + too_long(new.words, 2000, "words", row)
        problems += _about_problems(new, clients, visits, came, taken, row)
    refuse_if(problems)
    known = loading.mine(Attachment, by, (new.uid for new in attachments))
    wanted = [new for new in attachments if known.of(new.uid) is None]
    uploads = {id(new): _received(by, new) for new in wanted}
    made, items, warnings = once(
        attachments, known, lambda _, new: _attachment(by, new, clients.of(new.client_uid), visits, uploads[id(new)])
    )
    if not made:
        return Done(items, warnings)
    with deed("cases.file_added", by=by) as this:
        this.create_many(made)
    return Done(items, warnings, this.uid)


def _who_came(visits: Rows) -> frozenset[tuple[int, int]]:
    rows = Attendance.objects.filter(activity_id__in=[visit.pk for visit in visits.values()])
    return frozenset(rows.values_list("activity_id", "client_id"))


def _about_problems(
    new: NewAttachment, clients: Rows, visits: Rows, came: frozenset[tuple[int, int]], taken: frozenset[str], row: int
) -> list[Problem]:
    client = clients.of(new.client_uid)
    if client is None:
        return [
            Problem("client.unknown", "There is no such person.", "Go back to the list.", field="client_uid", row=row)
        ]
    found = []
    if new.activity_uid and ((visit := visits.of(new.activity_uid)) is None or (visit.pk, client.pk) not in came):
        message, fix = "That is not a visit of this person.", "Choose one of theirs, or none."
        found.append(Problem("file.visit", message, fix, field="activity_uid", row=row))
    if new.uid and loading.canonical(new.uid) in taken:
        found.append(Problem("uid.taken", "This was sent before.", "Open the page again.", field="uid", row=row))
    return found


def _received(by: Actor, new: NewAttachment) -> Upload:
    """No name goes with the bytes: it may be the person's own, and stands on the row that is theirs."""
    return received.put(by=by, kind=queries.KIND, name="", data=new.data, kept_until=clock.today() + STAYS)


def _attachment(by: Actor, new: NewAttachment, client: Client, visits: Rows, upload: Upload) -> Attachment:
    name = filetypes.cleaned(new.name)
    row = Attachment(
        organisation_id=by.organisation_id, client=client, activity=visits.of(new.activity_uid), upload=upload,
        name=name, words=new.words.strip(), media_type=filetypes.kind_of(name).media_type,
        added_date=clock.today(), author_uid=by.uid, is_restricted=new.is_restricted,
    )  # fmt: skip
    if new.uid:
        row.uid = loading.canonical(new.uid)  # type: ignore[assignment]
    return row


def remove(*, by: Actor, removals: Sequence[Removal]) -> Done[Attachment]:
    """Take files away: their own, or for a manager anybody's. The bytes stay for `STAYS`, for the undo."""
    by.require(Permission.RECORD)
    rows = [queries.get(by, item.attachment_uid) for item in removals]
    refuse_if(problem for place, row in enumerate(rows) for problem in _removal_problems(by, row, place))
    with deed("cases.file_removed", by=by) as this:
        for item, row in zip(removals, rows, strict=True):
            received.keep_until(row.upload, clock.today() + STAYS)
            this.delete(at_version(row, item.version))
    return Done(tuple(rows), (), this.uid)


def _removal_problems(by: Actor, row: Any, place: int) -> list[Problem]:
    if queries.may_remove(by, row):
        return []
    message, fix = "Somebody else put this file here.", "Ask them, or a manager, to take it away."
    return [Problem("file.others", message, fix, row=place)]
