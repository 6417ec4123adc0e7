"""A form of a framework of one's own: drafted, published, given a next version, withdrawn, given up."""

from dataclasses import replace
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.access.permissions import Permission
from cairn.collection import own_forms, rules_own
from cairn.collection.models import LocalForm
from cairn.definitions.shapes.form import CollectionForm
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused, refuse_if


def begin(*, by: Actor, form: CollectionForm) -> Done[LocalForm]:
    """Begin a form, from the pattern or as a copy (`own_building.begun`, `copied`). Raises Refused."""
    by.require(Permission.MANAGE_CONTRACTS)
    refuse_if(rules_own.faults(form))
    row = LocalForm(
        organisation_id=by.organisation_id, form=own_forms.new_id(), form_version=1, definition=own_forms.stored(form)
    )
    with deed("collection.own_form_drafted", by=by) as this:
        this.create(row)
    return Done((row,), (), this.uid)


def change(*, by: Actor, form: CollectionForm, seen: int | None = None) -> Done[LocalForm]:
    """Change the draft that this form is a step further of, if nobody else has since row version `seen`. What is unfinished
    is kept; what is wrong is refused, all at once. Raises Refused, Conflict, NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = _draft(by, form.id, form.version, "changed")
    refuse_if(rules_own.faults(form))
    if seen is not None and row.version != seen:
        message = "Somebody else changed this draft meanwhile."
        raise Conflict([Problem("edit.conflict", message, "Look, then save again.")])
    with deed("collection.own_form_drafted", by=by) as this:
        this.update(row, definition=own_forms.stored(form))
    return Done((row,), (), this.uid)


def _draft(by: Actor, id: str, number: int, what: str) -> LocalForm:
    row = own_forms.get(by, id, number)
    if row.state != "draft":
        message = f"Version {number} is published: it can no longer be {what}."
        raise Refused([Problem("form.published", message, "Make a new version of it.", field="form")])
    return row


def publish(*, by: Actor, id: str, number: int, from_date: date) -> Done[LocalForm]:
    """Publish a draft: forms dated from this day on are of it, and it never changes. Raises Refused with all that it lacks."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = _draft(by, id, number, "published again")
    form = replace(own_forms.form_of(row), from_date=from_date.isoformat())
    begins = {one.number: one.form.from_date for one in own_forms.versions_of(by, id) if one.state == "published"}
    refuse_if([*rules_own.lacking(form), *rules_own.wrong_start(form, begins)])
    definition = own_forms.stored(form)
    with deed("collection.own_form_published", by=by) as this:
        told = {"sha256": own_forms.sha256(definition, id, number), "published_date": clock.today()}
        this.update(row, definition=definition, state="published", **told)
    return Done((row,), (), this.uid)


def next_version(*, by: Actor, id: str) -> Done[LocalForm]:
    """A draft made from the newest version. Raises Refused when there is a draft already."""
    by.require(Permission.MANAGE_CONTRACTS)
    every = own_forms.versions_of(by, id)
    if not every:
        own_forms.get(by, id, 1)  # raises NotFound
    newest = every[0]
    if newest.state == "draft":
        fix = "Go on with that draft, or give it up first."
        raise Refused([Problem("form.draft", "There is a draft of the next version already.", fix, field="form")])
    definition = own_forms.stored(replace(newest.form, from_date=None))
    row = LocalForm(organisation_id=by.organisation_id, form=id, form_version=newest.number + 1, definition=definition)
    with deed("collection.own_form_drafted", by=by) as this:
        this.create(row)
    return Done((row,), (), this.uid)


def drop(*, by: Actor, id: str, number: int) -> Done[LocalForm]:
    """Give up a draft."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = _draft(by, id, number, "given up")
    with deed("collection.own_form_draft_dropped", by=by) as this:
        this.delete(row)
    return Done((row,), (), this.uid)


def withdraw(*, by: Actor, id: str, number: int) -> Done[LocalForm]:
    """Ask for this version no more. Forms that were sent keep it, and what it says of them stands."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = own_forms.get(by, id, number)
    if row.state != "published":
        message = "Only a published version can be withdrawn."
        raise Refused([Problem("form.not_published", message, "Give up a draft instead.", field="form")])
    with deed("collection.own_form_withdrawn", by=by) as this:
        this.update(row, state="withdrawn", withdrawn_date=clock.today())
    return Done((row,), (), this.uid)
