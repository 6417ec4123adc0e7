"""A provider says how many forms it expects, where nobody can count that from the record."""

from collections.abc import Mapping

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.collection import expecting, programmes, windows
from cairn.collection.models import CollectionYear, ExpectedForms, SignUp
from cairn.collection.rules_completion import Place
from cairn.contracts import parties
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


def say(
    *, by: Actor, sign_up_uid: object, year_uid: object, numbers: Mapping[Place, int | None]
) -> Done[ExpectedForms]:  # fmt: skip
    """How many forms of each service, form and quarter; None where the provider does not know, and says so. Raises Refused
    and NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    sign_up = programmes.own_sign_up(by, sign_up_uid)
    year = expecting.year_of(sign_up, year_uid)
    refuse_if(problems(by, sign_up, year, numbers))
    rows = ExpectedForms.objects.filter(year=year, provider_id=by.organisation_id, commissioner=sign_up.commissioner)
    there = {Place(row.service_number, row.form, row.quarter_date): row for row in rows}
    with deed("collection.expectation_said", by=by) as this:
        made = [_one(this, by, sign_up, year, place, number, there) for place, number in sorted(numbers.items())]
    return Done(tuple(made), (), this.uid)


def _one(
    this: Deed, by: Actor, sign_up: SignUp, year: CollectionYear, place: Place, number: int | None,
    there: Mapping[Place, ExpectedForms],
) -> ExpectedForms:  # fmt: skip
    said = {"number": number, "said_at": clock.now(), "said_by_uid": by.uid}
    found: ExpectedForms | None = there.get(place)
    if found is not None:
        return found if found.number == number else parties.change(this, by, found, **said)
    new = ExpectedForms(
        provider_id=by.organisation_id, commissioner_id=sign_up.commissioner_id, year=year, form=place.form,
        service_number=place.service, quarter_date=place.quarter, **said,
    )  # fmt: skip
    made: ExpectedForms = parties.make(this, by, [new])[0]
    return made


def problems(
    by: Actor, sign_up: SignUp, year: CollectionYear, numbers: Mapping[Place, int | None]
) -> list[Problem]:  # fmt: skip
    """What is wrong with it, all at once."""
    known = {one.place(first) for one in expecting.asked(by, sign_up, year) for first in one.quarters}
    found = [
        Problem(
            "expected.number",
            "That is no number of forms.",
            "Write a whole number, or leave it blank.",
            field=at.key,
        )
        for at, number in numbers.items()
        if number is not None and not 0 <= number <= expecting.MOST
    ]
    if set(numbers) - known:
        fix = "Open the page again: a service or a form has changed."
        found.append(Problem("expected.place", "One of these is not yours to say here.", fix))
    if sign_up.state != "approved":
        found.append(
            Problem("expected.sign_up", "The authority has not let you in, or you have left.", "Ask to take part.")
        )
    if lock := windows.lock(year, clock.today(), is_new=False):
        found.append(Problem("form.closed", lock.cause, lock.ask))
    return found
