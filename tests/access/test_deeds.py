"""One deed: one transaction, one event with all its subjects, one undo. The chain holds; erasure does not break it."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from cairn.access import chain, deeds, event_types, feed, scope, takingback
from cairn.access.actions import organisations, undo
from cairn.access.models import AuditEvent, AuditSubject, ChainHead, Organisation, Revision
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure
from cairn.kernel.problems import Refused
from cairn.people.models import Client, DatedStatus
from tests.conftest import Party

ADDED = "tests.client_added"
FINAL = "tests.final"
event_types.register(
    event_types.EventType(ADDED, "added someone", undoable=True), event_types.EventType(FINAL, "ended")
)


def client(party: Party, name: str = "Ada") -> Client:
    return Client(
        organisation_id=party.organisation.pk, reference=uuid4().hex[:12], name=name, added_date=date(2025, 1, 1)
    )


def add(party: Party, *rows: Client) -> str:
    with deeds.deed(ADDED, by=party.support_worker) as this:
        this.create_many(rows)
    return this.uid


def status_of(person: Client) -> DatedStatus:
    values = {"kind": "employment", "code": "x", "start_date": date(2025, 1, 1)}
    return DatedStatus(organisation_id=person.organisation_id, client=person, **values)


class Cause(Exception):
    sqlstate = "40P01"


@pytest.mark.parametrize("said", [OperationalError(1213, "Deadlock found"), OperationalError("deadlock detected")])
def test_of_two_deeds_that_wait_for_each_other_one_is_told_so_in_words(
    in_harbour: Party, said: OperationalError
) -> None:
    """The database lets one of them go; what is wrong with it otherwise stays what it is."""
    said.__cause__ = Cause() if len(said.args) == 1 else None
    with pytest.raises(deeds.Conflict), deeds.deed(ADDED, by=in_harbour.support_worker):
        raise said
    with pytest.raises(OperationalError), deeds.deed(ADDED, by=in_harbour.support_worker):
        raise OperationalError("The disk is full.")


def test_a_deed_writes_rows_event_subjects_and_revision_together(in_harbour: Party) -> None:
    ada = client(in_harbour)
    uid = add(in_harbour, ada)
    event = AuditEvent.objects.get(uid=uid)
    assert (event.type, event.actor_uid) == (ADDED, in_harbour.support_worker.uid)
    assert list(AuditSubject.objects.filter(event_id=event.pk).values_list("kind", "uid")) == [("client", str(ada.uid))]
    revision = Revision.objects.get(event_id=event.pk)
    assert revision.client_id == ada.pk
    assert revision.payload[0]["after"]["name"] == "Ada"


def test_the_event_itself_holds_nothing_personal(in_harbour: Party) -> None:
    add(in_harbour, client(in_harbour, "Zebedee"))
    text = str(list(AuditEvent.objects.values_list()) + list(AuditSubject.objects.values_list()))
    assert "Zebedee" not in text


def test_an_exception_writes_nothing(in_harbour: Party) -> None:
    before = feed.head(in_harbour.organisation.pk)
    with pytest.raises(RuntimeError), deeds.deed(ADDED, by=in_harbour.support_worker) as this:
        this.create(client(in_harbour))
        raise RuntimeError
    assert Client.objects.count() == 0
    assert feed.head(in_harbour.organisation.pk) == before


def test_a_deed_that_does_nothing_leaves_no_event(in_harbour: Party) -> None:
    ada = client(in_harbour)
    add(in_harbour, ada)
    before = feed.head(in_harbour.organisation.pk)
    with deeds.deed(ADDED, by=in_harbour.support_worker) as this:
        this.update(ada, name="Ada")
        assert this.create_many([]) == []
    assert feed.head(in_harbour.organisation.pk) == before


def test_a_deed_that_changed_no_row_has_nothing_to_take_back(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    with deeds.deed("access.side_added", by=by) as this:
        this.about("organisation", in_harbour.organisation.uid)
    with pytest.raises(Refused, match=r"undo\.done"):
        undo.undo(by=by, event_uid=this.uid)


def test_a_row_that_names_a_client_makes_the_client_a_subject(in_harbour: Party) -> None:
    ada = client(in_harbour)
    add(in_harbour, ada)
    with deeds.deed(ADDED, by=in_harbour.support_worker) as this:
        this.create(
            DatedStatus(
                organisation_id=ada.organisation_id,
                client=ada,
                kind="employment",
                code="x",
                start_date=date(2025, 1, 1),
            )
        )
    event = AuditEvent.objects.get(uid=this.uid)
    assert AuditSubject.objects.filter(event_id=event.pk, kind="client", uid=str(ada.uid)).exists()
    assert Revision.objects.get(event_id=event.pk).client_id == ada.pk


def test_a_reason_is_kept_where_it_can_be_erased(in_harbour: Party) -> None:
    with deeds.deed(ADDED, by=in_harbour.support_worker, reason="because") as this:
        this.about("client", "somebody")
    event = AuditEvent.objects.get(uid=this.uid)
    assert Revision.objects.get(event_id=event.pk).payload == [{"reason": "because"}]


def test_a_deed_that_nobody_declared_cannot_be_written(in_harbour: Party) -> None:
    with pytest.raises(KeyError), deeds.deed("tests.unheard_of", by=in_harbour.support_worker):
        pass
    assert ADDED in {kind.code for kind in event_types.every()}


def test_an_actor_cannot_act_in_another_organisations_scope(harbour: Party, oakfield: Party) -> None:
    with scope.of(oakfield.system), pytest.raises(scope.NoScope), deeds.deed(ADDED, by=harbour.support_worker):
        pass


def test_the_second_editor_is_told_and_writes_nothing(in_harbour: Party) -> None:
    ada = client(in_harbour)
    add(in_harbour, ada)
    mine, theirs = Client.objects.get(pk=ada.pk), Client.objects.get(pk=ada.pk)
    with deeds.deed(ADDED, by=in_harbour.support_worker) as this:
        this.update(theirs, name="Ada Lovelace")
    with pytest.raises(deeds.Conflict) as conflict, deeds.deed(ADDED, by=in_harbour.support_worker) as this:
        this.update(mine, name="Ada King")
    assert conflict.value.problems[0].fix
    assert Client.objects.get(pk=ada.pk).name == "Ada Lovelace"


class TestChain:
    def test_it_verifies_from_the_first_event(self, in_harbour: Party) -> None:
        for _ in range(3):
            add(in_harbour, client(in_harbour))
        assert chain.verify(in_harbour.organisation.pk) == []

    def test_an_organisation_without_a_deed_verifies(self, db: None) -> None:
        assert chain.verify(12345) == []

    @pytest.mark.parametrize(
        ("spoil", "rule"),
        [
            (lambda event: AuditEvent.objects.filter(pk=event.pk).update(type="tests.other"), "chain.hash"),
            (lambda event: AuditEvent.objects.filter(pk=event.pk).delete(), "chain.order"),
            (lambda event: AuditSubject.objects.filter(event_id=event.pk).delete(), "chain.hash"),
            (lambda event: Revision.objects.filter(event_id=event.pk).delete(), "chain.revisions"),
            (lambda event: Revision.objects.filter(event_id=event.pk).update(payload=[]), "chain.revision"),
            (lambda event: ChainHead.objects.update(hash="f" * 64), "chain.head"),
        ],
        ids=[
            "an event altered",
            "an event removed",
            "a subject removed",
            "a revision removed",
            "a revision altered",
            "the head moved",
        ],
    )
    def test_what_was_changed_outside_the_program_is_found(self, in_harbour: Party, spoil: object, rule: str) -> None:
        uid = add(in_harbour, client(in_harbour))
        add(in_harbour, client(in_harbour))
        spoil(AuditEvent.objects.get(uid=uid))  # type: ignore[operator]
        assert rule in {problem.rule for problem in chain.verify(in_harbour.organisation.pk)}

    def test_erasing_a_client_empties_their_revisions_and_keeps_it_whole(self, in_harbour: Party) -> None:
        ada, grace = client(in_harbour, "Ada"), client(in_harbour, "Grace")
        add(in_harbour, ada, grace)
        for store in erasure.stores():
            if store.name in {"history of changes", "who opened the record"}:
                store.erase(Erasure(in_harbour.organisation.pk, ada.pk, str(ada.uid)))
        kept = {revision.client_id: revision for revision in Revision.objects.exclude(client_id=None)}
        assert (kept[ada.pk].payload, kept[ada.pk].salt) == (None, "")
        assert kept[grace.pk].payload
        assert chain.verify(in_harbour.organisation.pk) == []


class TestFeed:
    def test_it_tells_every_change_once_by_kind(self, in_harbour: Party) -> None:
        start = feed.head(in_harbour.organisation.pk)
        ada, grace = client(in_harbour), client(in_harbour)
        add(in_harbour, ada)
        add(in_harbour, ada_again := client(in_harbour), grace)
        changes = feed.since(in_harbour.organisation.pk, start)
        assert changes.upto == start + 2
        assert changes.subjects["client"] == {str(ada.uid), str(grace.uid), str(ada_again.uid)}
        assert changes.types == {ADDED}
        assert feed.since(in_harbour.organisation.pk, changes.upto).subjects == {}

    def test_each_organisation_has_its_own(self, harbour: Party, oakfield: Party) -> None:
        start = feed.head(oakfield.organisation.pk)
        with scope.of(harbour.system):
            add(harbour, client(harbour))
        assert feed.since(oakfield.organisation.pk, start).subjects == {}
        assert feed.head(999) == 0


class TestUndo:
    def test_what_was_added_is_gone_and_the_undo_is_a_deed(self, in_harbour: Party) -> None:
        uid = add(in_harbour, client(in_harbour), client(in_harbour))
        undone = undo.undo(by=in_harbour.support_worker, event_uid=uid)
        assert Client.objects.count() == 0
        assert AuditEvent.objects.get(uid=undone).undoes == uid
        assert chain.verify(in_harbour.organisation.pk) == []

    def test_what_was_changed_is_as_before_and_what_was_removed_is_back(self, in_harbour: Party) -> None:
        ada = client(in_harbour)
        add(in_harbour, ada)
        with deeds.deed(ADDED, by=in_harbour.support_worker) as changed:
            changed.update(ada, name="Countess")
        undo.undo(by=in_harbour.support_worker, event_uid=changed.uid)
        assert Client.objects.get(pk=ada.pk).name == "Ada"
        now = Client.objects.get(pk=ada.pk)
        with deeds.deed(ADDED, by=in_harbour.support_worker) as removed:
            removed.delete(now)
        undo.undo(by=in_harbour.support_worker, event_uid=removed.uid)
        assert Client.objects.get(uid=ada.uid).name == "Ada"

    def test_only_once(self, in_harbour: Party) -> None:
        uid = add(in_harbour, client(in_harbour))
        undo.undo(by=in_harbour.support_worker, event_uid=uid)
        with pytest.raises(Refused, match="undone already"):
            undo.undo(by=in_harbour.support_worker, event_uid=uid)

    def test_not_what_somebody_has_changed_since(self, in_harbour: Party) -> None:
        ada = client(in_harbour)
        uid = add(in_harbour, ada)
        with deeds.deed(ADDED, by=in_harbour.service_manager) as this:
            this.update(ada, name="Countess")
        with pytest.raises(Refused, match="changed since"):
            undo.undo(by=in_harbour.support_worker, event_uid=uid)
        assert Client.objects.get(pk=ada.pk).name == "Countess"

    def test_not_what_something_has_been_built_upon(self, in_harbour: Party) -> None:
        ada = client(in_harbour)
        uid = add(in_harbour, ada)
        with deeds.deed(ADDED, by=in_harbour.support_worker) as this:
            this.create(status_of(ada))
        with pytest.raises(Refused, match="built upon"):
            undo.undo(by=in_harbour.support_worker, event_uid=uid)
        assert Client.objects.count() == 1

    def test_not_a_colleagues_deed_unless_one_manages(self, in_harbour: Party) -> None:
        with deeds.deed(ADDED, by=in_harbour.service_manager) as this:
            this.create(client(in_harbour))
        with pytest.raises(Refused, match="nothing here"):
            undo.undo(by=in_harbour.support_worker, event_uid=this.uid)
        uid = add(in_harbour, client(in_harbour))
        assert undo.undo(by=in_harbour.service_manager, event_uid=uid)

    def test_not_another_organisations(self, in_harbour: Party, oakfield: Party) -> None:
        uid = add(in_harbour, client(in_harbour))
        with scope.of(oakfield.system), pytest.raises(Refused, match="nothing here"):
            undo.undo(by=oakfield.service_manager, event_uid=uid)

    def test_not_where_somebody_in_it_has_been_erased(self, in_harbour: Party) -> None:
        ada = client(in_harbour)
        uid = add(in_harbour, ada, client(in_harbour))
        erase_revisions = next(store for store in erasure.stores() if store.name == "history of changes")
        erase_revisions.erase(Erasure(in_harbour.organisation.pk, ada.pk, str(ada.uid)))
        with pytest.raises(Refused, match="erased since"):
            undo.undo(by=in_harbour.support_worker, event_uid=uid)
        assert Client.objects.count() == 2

    def test_many_rows_are_taken_back_together(self, in_harbour: Party, monkeypatch: pytest.MonkeyPatch) -> None:
        """And not row by row: 2,000 took seconds. One that was changed since keeps all of them."""
        monkeypatch.setattr(takingback, "BATCH", 4)
        people = [client(in_harbour, f"Ada {number}") for number in range(9)]
        uid = add(in_harbour, *people)
        with deeds.deed(ADDED, by=in_harbour.support_worker) as this:
            this.update(people[8], name="Grace")
        with pytest.raises(Refused, match="changed since"):
            undo.undo(by=in_harbour.support_worker, event_uid=uid)
        assert Client.objects.count() == 9
        undo.undo(by=in_harbour.support_worker, event_uid=this.uid)
        Client.objects.filter(pk=people[8].pk).update(version=1)
        before = AuditEvent.objects.count()
        with CaptureQueriesContext(connection) as asked:
            undo.undo(by=in_harbour.support_worker, event_uid=uid)
        read = [
            one["sql"] for one in asked if one["sql"].startswith('SELECT "people_client"."id", "people_client"."uid"')
        ]
        assert (Client.objects.count(), AuditEvent.objects.count()) == (0, before + 1)
        assert len(read) < 9

    def test_rows_of_which_one_names_another_are_taken_back_the_last_first(self, in_harbour: Party) -> None:
        with deeds.deed(ADDED, by=in_harbour.support_worker) as this:
            first = this.create(client(in_harbour))
            second = client(in_harbour)
            second.merged_into = first
            this.create(second)
        undo.undo(by=in_harbour.support_worker, event_uid=this.uid)
        assert Client.objects.count() == 0

    def test_whom_the_deed_was_about_the_undo_is_about_too(self, in_harbour: Party) -> None:
        with deeds.deed(ADDED, by=in_harbour.support_worker) as this:
            this.create(client(in_harbour))
            this.about("client", "somebody-else")
        undone = AuditEvent.objects.get(uid=undo.undo(by=in_harbour.support_worker, event_uid=this.uid))
        assert AuditSubject.objects.filter(event_id=undone.pk, uid="somebody-else").exists()

    def test_not_what_is_final(self, in_harbour: Party) -> None:
        with deeds.deed(FINAL, by=in_harbour.support_worker) as this:
            this.create(client(in_harbour))
        with pytest.raises(Refused, match="cannot be undone"):
            undo.undo(by=in_harbour.support_worker, event_uid=this.uid)


def test_organisations_choose_their_own_word(in_harbour: Party) -> None:
    organisations.change_words(by=in_harbour.service_manager, client_word="citizen", client_words="citizens ")
    row = Organisation.objects.get(pk=in_harbour.organisation.pk)
    assert (row.client_word, row.client_words) == ("citizen", "citizens")
    with pytest.raises(Refused) as refused:
        organisations.change_words(by=in_harbour.service_manager, client_word="", client_words=" ")
    assert [problem.field for problem in refused.value.problems] == ["client_word", "client_words"]
