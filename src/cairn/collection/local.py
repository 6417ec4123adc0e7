"""What an authority adds to a form: the needs of its own that were asked on the day of the form, and the reasons of its own
that might be given."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.collection.columns import Local
from cairn.collection.models import CollectedForm, Collection, LocalIndicator, LocalReason, OpenForm
from cairn.definitions.shapes.form import FormReason, NeedQuestion

_NEED: TypeAdapter[NeedQuestion] = TypeAdapter(NeedQuestion)


def need(row: LocalIndicator) -> NeedQuestion:
    """An indicator as a form has a need."""
    return as_need(row.definition)


def as_need(definition: Mapping[str, Any]) -> NeedQuestion:
    """The same of an indicator that is not kept yet."""
    return _NEED.validate_python(definition)


SOURCE = "The authority's own reason"
_REASON: TypeAdapter[FormReason] = TypeAdapter(FormReason)


def reason(row: LocalReason) -> FormReason:
    """A reason of an authority's own as a form has one."""
    told = {"code": row.code, "label": row.label, "group": row.group, "sure": "own", "source": SOURCE}
    return _REASON.validate_python(told)


def holds(row: LocalIndicator | LocalReason, form: str, day: date) -> bool:
    """Whether it is asked on a form of this kind and day."""
    return form in row.forms and row.start_date <= day and (row.end_date is None or day <= row.end_date)


def asked_for(row: OpenForm) -> Local:
    """Of a form on its way."""
    return _of(row.sign_up.collection_id, row.sign_up.commissioner_id, row.form, row.due_date)


def added(row: CollectedForm) -> Local:
    """Of a form that was sent."""
    return _of(row.collection_id, row.commissioner_id, row.form, row.form_date)


def _of(collection_id: int, authority_id: int, form: str, day: date) -> Local:
    mine = {"collection_id": collection_id, "organisation_id": authority_id, "start_date__lte": day}
    needs = LocalIndicator.objects.filter(**mine).order_by("pk")
    reasons = LocalReason.objects.filter(**mine).order_by("pk")
    return (
        *(need(row) for row in needs if holds(row, form, day)),
        *(reason(row) for row in reasons if holds(row, form, day)),
    )


def every_reason(collection_id: int, authority_id: int, form: str) -> list[FormReason]:
    """An authority's own reasons of a form, of any day."""
    rows = LocalReason._base_manager.filter(collection_id=collection_id, organisation_id=authority_id).order_by("pk")
    return [reason(row) for row in rows if form in row.forms]


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


def reasons_read_by(by: Actor, collection: Collection, form: str, level: str) -> dict[str, str]:
    """The words of an authority's own reasons by their code, as far as they are read at a level: as its needs are."""
    with scope.of(by):
        rows = LocalReason.objects.filter(collection=collection).order_by("pk")
        if level == "authority":
            rows = rows.filter(organisation_id=by.organisation_id)
        elif level == "whole":
            rows = rows.none()
        return {row.code: row.label for row in rows if form in row.forms}
