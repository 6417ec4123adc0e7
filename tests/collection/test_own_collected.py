"""A form that a council wrote itself, and the five outcomes of the parent programme, are collected like any other."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from cairn.access import scope
from cairn.collection import library
from cairn.collection.actions import own_forms as deeds
from cairn.collection.actions import sending
from cairn.collection.models import CollectedForm, Collection
from cairn.collection.rules_programme import Offered, place_problems
from cairn.kernel import clock
from tests.cases.conftest import Ground, lay
from tests.collection.filled_in import REVIEW, begin, fill
from tests.collection.own import published
from tests.collection.programme import Programme, lay_programme
from tests.conftest import Party


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def ground(in_harbour: Party) -> Ground:
    return lay(in_harbour)


def collected(ground: Ground, council: Party, id: str) -> Programme:
    """A collection that asks for this form."""
    programme = lay_programme(ground, council)
    with scope.of(council.system):
        Collection.objects.update(programme=id)
    programme.sign_up.collection.refresh_from_db()
    return programme


def test_an_own_form_is_filled_in_and_sent_in_the_version_of_its_date(ground: Ground, eastborough: Party) -> None:
    by = eastborough.contract_manager
    id = published(by)
    with scope.of(by):
        deeds.next_version(by=by, id=id)
        deeds.publish(by=by, id=id, number=2, from_date=date(2025, 6, 10))
    programme = collected(ground, eastborough, id)
    for day, version in ((REVIEW, 1), (date(2025, 6, 12), 2)):
        row = begin(programme, day=day)
        assert (row.form, row.form_version) == (id, version)
        told = {"Plant_N1": "Yes", "ActualOutcome_N1": "No", "OngoingSupport_N1": "Yes", "Reason_N1_Primary": "c1"}
        fill(programme.by, row, ReviewDate=day.isoformat(), PersonCode=f"P-{version}", **told)
        sending.send(by=programme.by, form_uid=row.uid)
    sent = CollectedForm.objects.order_by("form_date")
    assert [(one.form, one.form_version, one.answers["Reason_N1_Primary"]) for one in sent] == [
        (id, 1, "c1"),
        (id, 2, "c1"),
    ]


def test_the_five_outcomes_are_filled_in_and_sent(ground: Ground, eastborough: Party) -> None:
    programme = collected(ground, eastborough, "every-child-matters")
    [form] = library.of_programme("every-child-matters")
    assert [domain.label for domain in form.domains] == [
        "Be healthy", "Stay safe", "Enjoy and achieve", "Make a positive contribution", "Achieve economic wellbeing",
    ]  # fmt: skip
    row = begin(programme)
    fill(programme.by, row, ReviewDate=REVIEW.isoformat(), PersonCode="C-1", Age="12", StaySafe_E2="Yes", ActualOutcome_E2="Yes",
         OngoingSupport_E2="No")  # fmt: skip
    sending.send(by=programme.by, form_uid=row.uid)
    assert CollectedForm.objects.get().answers["ActualOutcome_E2"] == "Yes"


def test_of_a_programme_that_asks_for_no_type_of_service_none_is_said() -> None:
    nothing, days = Offered({}, frozenset()), (date(2025, 4, 1), None)
    assert place_problems("long", "", "B 42", "", nothing, days) == []
    assert [one.rule for one in place_problems("long", "floating", "", "", nothing, days)] == ["place.type"]
