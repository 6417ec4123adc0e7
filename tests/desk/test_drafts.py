"""Nothing typed is lost; nobody reads another's draft; a draft about a person goes when they do."""

import uuid
from datetime import timedelta

import pytest

from cairn.access import feed, scope
from cairn.desk.actions import drafts
from cairn.desk.models import Draft
from cairn.kernel import clock, erasure
from cairn.kernel.erasure import Erasure
from tests.conftest import Party


def test_a_draft_is_kept_replaced_and_dropped(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    assert drafts.get(by=by, form="note:1") is None
    drafts.put(by=by, form="note:1", values={"text": "Met at"})
    drafts.put(by=by, form="note:1", values={"text": "Met at the door"})
    drafts.put(by=by, form="note:2", values={"text": "Another"})
    assert drafts.get(by=by, form="note:1") == {"text": "Met at the door"}
    drafts.drop(by=by, form="note:1")
    assert drafts.get(by=by, form="note:1") is None
    assert drafts.get(by=by, form="note:2") == {"text": "Another"}


def test_it_belongs_to_its_writer_in_that_organisation(harbour: Party, oakfield: Party) -> None:
    with scope.of(harbour.system):
        drafts.put(by=harbour.support_worker, form="note:1", values={"text": "Mine"})
        assert drafts.get(by=harbour.service_manager, form="note:1") is None
    with scope.of(oakfield.system):
        assert drafts.get(by=oakfield.support_worker, form="note:1") is None
        assert Draft.objects.count() == 0


def test_a_draft_leaves_nothing_in_the_log(in_harbour: Party) -> None:
    before = feed.head(in_harbour.organisation.pk)
    drafts.put(by=in_harbour.support_worker, form="note:1", values={"text": "Met"})
    assert feed.head(in_harbour.organisation.pk) == before


def test_drafts_about_an_erased_person_go_and_others_stay(in_harbour: Party) -> None:
    theirs, another = str(uuid.uuid4()), str(uuid.uuid4())
    for person in (in_harbour.support_worker, in_harbour.service_manager):
        drafts.put(by=person, form="note", values={"text": "x"}, client_uid=theirs)
    drafts.put(by=in_harbour.support_worker, form="step", values={"text": "y"}, client_uid=another)
    (store,) = [each for each in erasure.stores() if "desk.Draft" in each.covers]
    assert store.erase(Erasure(in_harbour.organisation.pk, 0, theirs)) == 2
    assert list(Draft.objects.values_list("client_uid", flat=True)) == [another]


def test_outside_a_scope_there_are_no_drafts(harbour: Party) -> None:
    with pytest.raises(scope.NoScope):
        drafts.get(by=harbour.support_worker, form="note:1")


def test_a_character_that_postgresql_keeps_nowhere_is_left_out(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    drafts.put(by=by, form="note:1", values={"te\x00xt": ["Met\x00 at", "the door"], "minutes": 4})
    assert drafts.get(by=by, form="note:1") == {"text": ["Met at", "the door"], "minutes": 4}


def test_the_draft_of_somebody_not_recorded_yet_is_kept_for_a_week(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    drafts.put(by=by, form=drafts.NEWCOMER, values={"name": "A"})
    drafts.put(by=by, form="session.1.new-a1", values={"name-new-a1": "C"})
    drafts.put(by=by, form="session.1", values={"minutes": ["60"]})
    drafts.put(by=by, form="note.1", values={"text": "B"}, client_uid="1")
    Draft.objects.update(saved_at=clock.now() - timedelta(days=drafts.DAYS - 1))
    assert drafts.drop_old() == 0
    Draft.objects.update(saved_at=clock.now() - timedelta(days=drafts.DAYS + 1))
    assert drafts.drop_old() == 2
    assert drafts.get(by=by, form="session.1") == {"minutes": ["60"]}
    assert drafts.get(by=by, form="note.1") == {"text": "B"}
