"""What an authority adds to a form: the needs of its own that were asked on the day of the form."""

from datetime import date

from pydantic import TypeAdapter

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.collection.models import CollectedForm, Collection, LocalIndicator, OpenForm
from cairn.definitions.shapes.form import NeedQuestion

_NEED: TypeAdapter[NeedQuestion] = TypeAdapter(NeedQuestion)


def need(row: LocalIndicator) -> NeedQuestion:
    """An indicator as a form has a need."""
    return _NEED.validate_python(row.definition)


def asked_for(row: OpenForm) -> tuple[NeedQuestion, ...]:
    """Of a form on its way."""
    return _of(row.sign_up.collection_id, row.sign_up.commissioner_id, row.form, row.due_date)


def added(row: CollectedForm) -> tuple[NeedQuestion, ...]:
    """Of a form that was sent."""
    return _of(row.collection_id, row.commissioner_id, row.form, row.form_date)


def _of(collection_id: int, authority_id: int, form: str, day: date) -> tuple[NeedQuestion, ...]:
    rows = LocalIndicator.objects.filter(collection_id=collection_id, organisation_id=authority_id, start_date__lte=day)
    return tuple(
        need(row) for row in rows.order_by("pk") if form in row.forms and (row.end_date is None or day <= row.end_date)
    )


def read_by(by: Actor, collection: Collection, form: str, level: str) -> list[tuple[NeedQuestion, int | None]]:
    """An authority's own needs of a form with their targets, as far as they are read at a level: an authority reads its own,
    a provider those of the one authority that it sends forms to. Two authorities' are not alike, whatever they are called."""
    with scope.of(by):
        rows = LocalIndicator.objects.filter(collection=collection).order_by("pk")
        if level == "authority":
            rows = rows.filter(organisation_id=by.organisation_id)
        of = {row.organisation_id for row in rows}
        if level == "whole" or len(of) > 1:
            return []
        return [(need(row), row.target_percent) for row in rows if form in row.forms]
