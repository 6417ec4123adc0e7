"""A concern is raised by anybody who records, read by the few, and its chronology only grows."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from cairn.access import event_types, scope
from cairn.access.actions import organisations
from cairn.access.actions.undo import undo
from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.models import AuditEvent
from cairn.access.queries import actor_for
from cairn.cases import extracts
from cairn.cases.actions import concerns
from cairn.cases.actions.concerns import NewConcern, NewEntry
from cairn.cases.models import Concern, ConcernEntry
from cairn.cases.queries import NotFound
from cairn.cases.queries import concerns as reading
from cairn.kernel.privacy import MART_CLASSES, Privacy
from cairn.kernel.problems import Refused
from cairn.people.models import Client
from tests.cases.conftest import TODAY, Ground
from tests.conftest import Party


def raised(by: Actor, client: Client, **changes: Any) -> Concern:
    new = NewConcern(**{"client_uid": str(client.uid), "kind": "neglect", "summary": "No food for days.", **changes})
    return concerns.raise_(by=by, concerns=[new]).one


def noted(by: Actor, concern: Concern, text: str, **changes: Any) -> ConcernEntry:
    entry = NewEntry(**{"concern_uid": str(concern.uid), "kind": "seen", "text": text, **changes})
    return concerns.note(by=by, entries=[entry]).one


@pytest.fixture
def colleague(ground: Ground) -> Actor:
    """Another support worker of the same organisation."""
    member = organisations.add_member(
        by=ground.manager, email="other@harbour.example", name="Other", roles=["support_worker"], password="pass"
    )
    found = actor_for(member.user, "harbour")
    assert found
    return found[0]


def test_who_raised_it_and_who_may_read_restricted_records_read_it_and_nobody_else(
    ground: Ground, colleague: Actor
) -> None:
    concern = raised(ground.by, ground.anwen)
    for reader in (ground.by, ground.manager):
        assert [row.uid for row in reading.concerns_of(reader, ground.anwen)] == [str(concern.uid)]
        assert reading.concern(reader, ground.anwen, concern.uid).summary == "No food for days."
    for stranger in (colleague, ground.party.data_lead, ground.party.trustee):
        assert reading.concerns_of(stranger, ground.anwen) == ()
        with pytest.raises(NotFound):
            reading.concern(stranger, ground.anwen, concern.uid)
    with pytest.raises(NotFound):
        noted(colleague, concern, "Somebody else's words")


def test_a_concern_is_not_found_through_somebody_else(ground: Ground) -> None:
    concern = raised(ground.by, ground.anwen)
    with pytest.raises(NotFound):
        reading.concern(ground.manager, ground.bashir, concern.uid)


def test_another_organisation_has_no_part_in_it(ground: Ground, oakfield: Party) -> None:
    concern = raised(ground.by, ground.anwen)
    outsider = oakfield.service_manager
    with scope.of(outsider):
        assert reading.open_concerns(outsider).rows == ()
        with pytest.raises(NotFound):
            reading.find(outsider, concern.uid)
        with pytest.raises(Refused):
            raised(outsider, ground.anwen)


def test_all_that_is_wrong_is_said_at_once(ground: Ground) -> None:
    wrong = NewConcern(
        client_uid="nobody", kind="gossip", summary=" ", level="very", raised_date=TODAY + timedelta(days=1)
    )
    with pytest.raises(Refused) as refused:
        concerns.raise_(by=ground.by, concerns=[wrong])
    assert {problem.field for problem in refused.value.problems} == {
        "client_uid", "kind", "summary", "level", "raised_date",
    }  # fmt: skip


def test_sent_twice_it_is_raised_once_and_noted_once(ground: Ground) -> None:
    uid, entry = "0d6c1c80-0000-4000-8000-0000000000aa", "0d6c1c80-0000-4000-8000-0000000000ab"
    first, second = (raised(ground.by, ground.anwen, uid=uid) for _ in range(2))
    assert first == second and Concern.objects.count() == 1
    assert noted(ground.by, first, "Once", uid=entry) == noted(ground.by, first, "Once", uid=entry)


def test_a_chronology_is_in_order_of_what_happened_and_says_when_it_was_written(ground: Ground) -> None:
    concern = raised(ground.by, ground.anwen)
    noted(ground.by, concern, "Third", entry_time=time(11, 0))
    noted(ground.manager, concern, "First", entry_date=date(2025, 6, 1), kind="told")
    noted(ground.by, concern, "Second", entry_time=time(9, 30))
    entries = reading.concern(ground.by, ground.anwen, concern.uid).entries
    assert [(one.text, one.at) for one in entries] == [("First", ""), ("Second", "9:30am"), ("Third", "11:00am")]
    assert entries[0].author == ground.manager.name and entries[0].written_at.date() == TODAY


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"kind": "rumour"}, "kind"),
        ({"entry_date": TODAY + timedelta(days=1)}, "entry_date"),
        ({"entry_time": time(23, 0)}, "entry_time"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_at_its_field(ground: Ground, wrong: dict[str, Any], field: str) -> None:
    concern = raised(ground.by, ground.anwen)
    with pytest.raises(Refused) as refused:
        noted(ground.by, concern, **{"text": "Words", **wrong})
    assert [problem.field for problem in refused.value.problems] == [field]


def test_judging_is_for_who_may_read_restricted_records(ground: Ground) -> None:
    uid = str(raised(ground.by, ground.anwen).uid)
    for deed in (
        lambda: concerns.change(by=ground.by, concern_uid=uid, level="low"),
        lambda: concerns.close(by=ground.by, concern_uid=uid, text="Done"),
        lambda: concerns.reopen(by=ground.by, concern_uid=uid, text="Again"),
        lambda: reading.open_concerns(ground.by),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_closing_and_taking_up_again_stand_in_the_chronology(ground: Ground) -> None:
    uid = str(raised(ground.by, ground.anwen, raised_date=date(2025, 6, 2)).uid)
    with pytest.raises(Refused) as refused:
        concerns.close(by=ground.manager, concern_uid=uid, text="", closed_date=date(2025, 6, 1))
    assert {problem.field for problem in refused.value.problems} == {"text", "closed_date"}
    closed = concerns.close(
        by=ground.manager, concern_uid=uid, text="Visited: all is well.", closed_date=date(2025, 6, 9)
    )
    assert closed.one.closed_date == date(2025, 6, 9) and closed.event_uid == ""
    with pytest.raises(Refused, match=r"concern\.closed"):
        concerns.close(by=ground.manager, concern_uid=uid, text="Again")
    assert reading.open_concerns(ground.manager).total == 0
    assert concerns.reopen(by=ground.manager, concern_uid=uid, text="A neighbour rang.").one.closed_date is None
    with pytest.raises(Refused, match=r"concern\.open"):
        concerns.reopen(by=ground.manager, concern_uid=uid, text="Again")
    entries = reading.concern(ground.manager, ground.anwen, uid).entries
    assert [(one.kind, one.text) for one in entries] == [
        ("decided", "Visited: all is well."),
        ("decided", "A neighbour rang."),
    ]


def test_a_change_can_be_undone_but_never_an_entry(ground: Ground) -> None:
    concern = raised(ground.by, ground.anwen)
    changed = concerns.change(by=ground.manager, concern_uid=str(concern.uid), level="high", plan="Daily visits")
    assert (changed.one.level, changed.one.kind) == ("high", "neglect")
    undo(by=ground.manager, event_uid=changed.event_uid)
    assert Concern.objects.get().level == "not_known"
    noted(ground.by, concern, "Words")
    event = AuditEvent.objects.filter(type="cases.concern_noted").get()
    with pytest.raises(Refused, match=r"undo\.final"):
        undo(by=ground.manager, event_uid=str(event.uid))
    assert not event_types.get("cases.concern_noted").undoable
    with pytest.raises(TypeError):
        concerns.change(by=ground.manager, concern_uid=str(concern.uid), raised_by_uid="x")


def test_raising_cannot_be_taken_back_once_something_was_noted(ground: Ground) -> None:
    new = NewConcern(client_uid=str(ground.anwen.uid), kind="neglect", summary="Words")
    done = concerns.raise_(by=ground.by, concerns=[new])
    noted(ground.by, done.one, "Seen again")
    with pytest.raises(Refused):
        undo(by=ground.by, event_uid=done.event_uid)
    assert ConcernEntry.objects.count() == Concern.objects.count() == 1


def test_two_who_judge_at_once_meet(ground: Ground) -> None:
    uid = str(raised(ground.by, ground.anwen).uid)
    concerns.change(by=ground.manager, concern_uid=uid, version=1, level="high")
    with pytest.raises(Conflict):
        concerns.change(by=ground.manager, concern_uid=uid, version=1, level="low")


def test_the_review_begins_with_what_is_longest_without_a_word(ground: Ground) -> None:
    fresh, stale, silent = (raised(ground.by, who) for who in (ground.anwen, ground.bashir, ground.cerys))
    noted(ground.by, fresh, "Now")
    noted(ground.by, stale, "Long ago", entry_date=date(2025, 5, 1))
    found = reading.open_concerns(ground.manager)
    assert [row.client for row in found.rows] == ["Cerys", "Bashir", "Anwen"]
    assert [row.last_date for row in found.rows] == [None, date(2025, 5, 1), TODAY]
    assert (found.total, reading.open_concerns(ground.manager, page=9).page) == (3, 1) and silent


def test_no_extract_reads_a_concern() -> None:
    """Its codes may enter no mart (class restricted), its words neither; and no extract so much as counts it."""
    for model in (Concern, ConcernEntry):
        told = {
            name for name, value in vars(model.Privacy).items() if isinstance(value, Privacy) and value in MART_CLASSES
        }
        assert told <= {
            "id",
            "uid",
            "version",
            "organisation",
            "client",
            "concern",
            "raised_by_uid",
            "author_uid",
            "written_at",
        }
    folder = Path(str(extracts.__file__)).parent
    assert not [path.name for path in folder.glob("*.py") if "oncern" in path.read_text()]
