"""The record, the screen and a file make one form: a row for each form that is due, and the same hash by each way."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from cairn.access.actors import NotAllowed
from cairn.cases.actions import plans
from cairn.cases.actions.plans import NewPlan
from cairn.collection import filled
from cairn.collection.actions import sending
from cairn.collection.models import CollectedForm, OpenForm
from cairn.definitions import registry
from cairn.exchange.actions import forms
from cairn.exchange.forms import examples, offered, prefilled, published
from cairn.kernel import clock
from tests.cases.conftest import lay
from tests.collection.filled_in import REVIEW, begin, fill
from tests.collection.programme import Programme, lay_programme, supported
from tests.conftest import Party

LONG = registry.get("form", "sp-long")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def programme(in_harbour: Party, eastborough: Party) -> Programme:
    return lay_programme(lay(in_harbour), eastborough)


def owed(programme: Programme) -> str:
    """A yearly form of Anwen's; the episode that it is of."""
    stay = supported(programme.ground)
    new = [
        NewPlan(episode_uid=str(stay.uid), plan_date=day, review_date=date(2026, 6, 1))
        for day in (date(2024, 7, 1), REVIEW)
    ]
    plans.agree(by=programme.by, plans=new)
    return str(stay.uid)


def test_a_row_for_each_form_that_is_due_holds_what_the_record_knows(programme: Programme) -> None:
    owed(programme)
    lead, anwen = programme.ground.party.data_lead, programme.ground.anwen
    (row,) = prefilled.rows(lead, programme.collection, LONG)
    assert (row["PersonCode"], row["ReviewDate"], row["SPServiceID"]) == (anwen.reference, REVIEW.isoformat(), "B 42")
    assert len(row["FormID"]) == 11 and anwen.name not in str(row) and not OpenForm.objects.exists()
    assert prefilled.rows(lead, programme.collection, LONG) == [row], "the number is the same each time"
    assert prefilled.rows(lead, programme.collection, registry.get("form", "sp-short")) == []
    with pytest.raises(NotAllowed):
        prefilled.rows(programme.ground.party.trustee, programme.collection, LONG)


def test_a_form_that_was_begun_has_its_own_number_and_one_that_was_sent_is_due_no_more(programme: Programme) -> None:
    row = begin(programme, episode_uid=owed(programme))
    lead = programme.ground.party.data_lead
    (line,) = prefilled.rows(lead, programme.collection, LONG)
    assert line["FormID"] == row.number
    fill(programme.by, row, SupportPlan="Yes")
    sending.send(by=programme.by, form_uid=row.uid)
    assert prefilled.rows(lead, programme.collection, LONG) == []


def test_the_same_form_from_the_screen_and_from_a_file_is_one_with_one_hash(programme: Programme) -> None:
    row = begin(programme, episode_uid=owed(programme))
    fill(programme.by, row, SupportPlan="Yes")
    answers = filled.filled(programme.by, row.uid).answers
    screen = sending.send(by=programme.by, form_uid=row.uid).one
    told = {**answers, "PersonCode": programme.ground.anwen.reference}
    body = examples.as_json(offered.of(LONG), [told])
    lead = programme.ground.party.data_lead
    sent = forms.receive(by=lead, collection_uid=str(programme.collection.uid), name="x.json", file=BytesIO(body)).one
    done = forms.agree(by=lead, row=sent).one
    assert (done.counts["same"], done.sha256) == (1, screen.sha256)
    assert CollectedForm.objects.count() == 1


def test_the_newest_version_of_each_form_is_published_to_who_was_let_in(programme: Programme, oakfield: Party) -> None:
    lead = programme.ground.party.data_lead
    about = published.collection_of(lead, programme.collection.uid)
    assert ("sp-short", 2) in {(form.id, form.version) for form in published.current(about)}
    assert published.collections(oakfield.data_lead) == [] == published.collections(programme.ground.party.trustee)
