"""Forms of one provider that come in at the same moment, as a file, a body and the screen do: what was written first is found."""

from functools import partial

import pytest

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.collection import persons, taking
from cairn.collection.models import CollectedForm, Collection, FormSubmission
from cairn.collection.taking import NewForm
from cairn.kernel import clock
from tests.concurrency.crowd import Reader, at_once
from tests.exchange.forms.conftest import Programme
from tests.exchange.forms.conftest import programme as programme

pytestmark = pytest.mark.django_db(transaction=True)


def take(collection_id: int, forms: list[NewForm], by: Actor) -> None:
    with deed("collection.forms_sent", by=by) as this:
        new = FormSubmission(
            organisation_id=by.organisation_id, collection_id=collection_id, user_uid="x", way="screen",
            asked_at=clock.now(),
        )  # fmt: skip
        taking.take(this, this.create(new), forms)


def test_the_same_forms_sent_by_four_at_once_are_one_of_each(programme: Programme) -> None:
    """Neither an error, nor two forms of one person, service and year under two numbers."""
    forms = []
    for place, row in enumerate(programme.rows(6)):
        about = persons.Person(persons.code(programme.by.organisation_uid, row["PersonCode"]))
        where = {"commissioner_id": programme.collection.organisation_id, "year_id": programme.year.pk}
        for number in (row["FormID"], f"9000000000{place}"):
            sent = {**row, "FormID": number}
            forms.append(taking.new_form(programme.forms["sp-long"], sent, person=about, **where))
    reader = Reader.at_the_end([programme.party.organisation.pk])
    at_once([programme.by] * 4, partial(take, Collection.objects.get().pk, forms), reader)
    with scope.of(programme.by):
        assert CollectedForm.objects.count() == len({form.person for form in forms}) == 6
