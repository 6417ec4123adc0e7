"""Files kept with a person: who may read them, which visit they are of, and when their bytes go."""

from datetime import timedelta
from typing import Any

import pytest

from cairn.access.actions import undo
from cairn.access.queries import NotFound
from cairn.cases.actions import attachments
from cairn.cases.actions.attachments import NewAttachment, Removal
from cairn.cases.models import Attachment
from cairn.cases.queries import attachments as queries
from cairn.desk import received
from cairn.desk.models import Upload
from cairn.kernel.problems import Refused
from tests.cases.conftest import START, TODAY, Ground, open_episode, visited

PDF = b"%PDF-1.7 words"
UID = "7f6d1f0e-6f0f-4a4e-9d53-6f0f4a4e9d53"


def letter(ground: Ground, **more: Any) -> NewAttachment:
    return NewAttachment(**{"client_uid": str(ground.anwen.uid), "name": "Letter.pdf", "data": PDF} | more)


def put(ground: Ground, by: Any = None, **more: Any) -> Any:
    return attachments.add(by=by or ground.by, attachments=[letter(ground, **more)]).one


def test_a_file_is_found_with_its_person_and_read_as_it_came(ground: Ground) -> None:
    row = put(ground, words=" From the landlord ")
    (line,) = queries.of_client(ground.by, ground.anwen.uid)
    assert (line.name, line.kind, line.size, line.words) == (
        "Letter.pdf",
        "PDF document",
        len(PDF),
        "From the landlord",
    )
    assert received.read(ground.by, queries.get(ground.by, row.uid).upload) == PDF
    assert queries.of_client(ground.by, ground.bashir.uid) == ()


def test_the_bytes_know_no_name(ground: Ground) -> None:
    put(ground, name="Anwen's letter.pdf")
    assert Upload.objects.get().name == ""


def test_sent_twice_it_is_kept_once(ground: Ground) -> None:
    first, second = put(ground, uid=UID), put(ground, uid=UID)
    assert first.pk == second.pk and (Attachment.objects.count(), Upload.objects.count()) == (1, 1)


def test_a_file_of_a_visit_is_of_one_that_the_person_came_to(ground: Ground) -> None:
    visit = visited(ground, open_episode(ground), START)
    row = put(ground, activity_uid=str(visit.uid))
    assert queries.of_client(ground.by, ground.anwen.uid)[0].visit_date == row.activity.activity_date
    with pytest.raises(Refused, match=r"file\.visit"):
        put(ground, client_uid=str(ground.bashir.uid), activity_uid=str(visit.uid))


def test_all_that_is_wrong_is_said_and_nothing_is_kept(ground: Ground) -> None:
    bad = [letter(ground, name="a.exe", words="w" * 2001, client_uid=UID), letter(ground, data=b"")]
    with pytest.raises(Refused) as refused:
        attachments.add(by=ground.by, attachments=[letter(ground), *bad])
    assert [(one.row, one.rule) for one in refused.value.problems] == [
        (1, "file.kind"), (1, "text.long"), (1, "client.unknown"), (2, "file.empty"),
    ]  # fmt: skip
    assert not Attachment.objects.exists() and not Upload.objects.exists()


def test_a_restricted_file_is_read_by_its_author_and_by_who_may(ground: Ground) -> None:
    row = put(ground, by=ground.manager, is_restricted=True)
    assert queries.of_client(ground.by, ground.anwen.uid) == ()
    with pytest.raises(NotFound):
        queries.get(ground.by, row.uid)
    own = put(ground, is_restricted=True)
    assert queries.get(ground.by, own.uid) == own and len(queries.of_client(ground.manager, ground.anwen.uid)) == 2


def test_a_worker_takes_away_their_own_and_a_manager_anybodys(ground: Ground) -> None:
    own, others = put(ground), put(ground, by=ground.manager)
    with pytest.raises(Refused, match=r"file\.others"):
        attachments.remove(by=ground.by, removals=[Removal(attachment_uid=str(others.uid))])
    attachments.remove(by=ground.manager, removals=[Removal(attachment_uid=str(own.uid))])
    assert Attachment.objects.get() == others


def test_bytes_stay_while_somebody_has_them_and_thirty_days_for_an_undo(ground: Ground) -> None:
    row = put(ground)
    assert received.let_go_of_the_old(TODAY + timedelta(days=4000)) == 0
    gone = attachments.remove(by=ground.by, removals=[Removal(attachment_uid=str(row.uid))])
    assert received.let_go_of_the_old(TODAY + timedelta(days=30)) == 0
    undo.undo(by=ground.by, event_uid=gone.event_uid)
    assert received.let_go_of_the_old(TODAY + timedelta(days=4000)) == 0
    assert received.read(ground.by, queries.get(ground.by, row.uid).upload) == PDF
    attachments.remove(by=ground.by, removals=[Removal(attachment_uid=str(row.uid))])
    assert received.let_go_of_the_old(TODAY + timedelta(days=31)) == 1
    received.remove()
    with pytest.raises(NotFound):
        received.read(ground.by, Upload.objects.get())
