"""An organisation's own measures: drafted, published, given a next version, withdrawn."""

from typing import Any

from django.db import IntegrityError

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.contracts import measuring_choices, own_building, own_measures, own_wording
from cairn.contracts import rules_own_measures as rules
from cairn.contracts.models import AgreedMeasure, OwnMeasure
from cairn.contracts.rules_own_measures import Plan
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused, refuse_if


def draft(*, by: Actor, plan: Plan, id: str = "", number: int = 1, seen: int | None = None) -> Done[OwnMeasure]:
    """Begin a measure of one's own, or change its draft, if nobody else has since row version `seen`. Raises Refused with
    everything that is wrong, Conflict, NotFound."""
    by.require(Permission.MAKE_MEASURES)
    row = _draft(by, id, number, "changed") if id else None
    if row is not None and seen is not None and row.version != seen:
        fix = "Look, then save again."
        raise Conflict([Problem("edit.conflict", "Somebody else changed this draft meanwhile.", fix)])
    id = id or own_measures.new_id()
    definition = _defined(by, plan, id, number)
    with deed("contracts.own_measure_drafted", by=by) as this:
        if row is None:
            row = this.create(_row(by, id, number, definition))
        else:
            this.update(row, definition=definition)
    return Done((row,), (), this.uid)


def _defined(by: Actor, plan: Plan, id: str, number: int) -> dict[str, Any]:
    """What is stored of a plan; Refused where there is a fault in it. The sentence is in the words of today."""
    names = measuring_choices.choices(by)
    refuse_if(rules.faults(plan, names))
    source = f"Made by {Organisation.objects.get(pk=by.organisation_id).name}, from what it records"
    words = own_wording.sentence(plan, names)
    return own_measures.stored(own_building.built(plan, id, number, words=words, source=source))


def _row(by: Actor, id: str, number: int, definition: dict[str, Any]) -> OwnMeasure:
    return OwnMeasure(organisation_id=by.organisation_id, measure=id, measure_version=number, definition=definition)


def _draft(by: Actor, id: str, number: int, what: str) -> OwnMeasure:
    row = own_measures.get(by, id, number)
    if row.state != "draft":
        message = f"Version {number} is published: it can no longer be {what}."
        raise Refused([Problem("own_measure.published", message, "Make a next version of it.", field="label")])
    return row


def publish(*, by: Actor, id: str, number: int) -> Done[OwnMeasure]:
    """Publish a draft: from now on it may be agreed and never changed, and commissioners of the organisation's contracts may
    read what it counts. Raises Refused with all that it lacks, NotFound."""
    by.require(Permission.MAKE_MEASURES)
    row = _draft(by, id, number, "published again")
    plan = own_building.plan_of(own_measures.measure_of(row))
    refuse_if(rules.lacking(plan, taken(by, id)))
    definition = _defined(by, plan, id, number)
    with deed("contracts.own_measure_published", by=by) as this:
        sha256 = own_measures.sha256(definition, id, number)
        this.update(row, definition=definition, state="published", sha256=sha256, published_date=clock.today())
    return Done((row,), (), this.uid)


def taken(by: Actor, id: str) -> list[str]:
    """The names of the measures beside which this one will stand."""
    others = [one.label for one in own_measures.offered(by) if one.id != id]
    return [*(one.label for one in registry.all("measure")), *others]


def next_version(*, by: Actor, id: str) -> Done[OwnMeasure]:
    """A draft made from the newest version, which stays as it is. Raises Refused when there is a draft already, NotFound."""
    by.require(Permission.MAKE_MEASURES)
    every = own_measures.versions(by, id)
    if not every:
        own_measures.get(by, id, 1)  # raises NotFound
    newest = every[0]
    if newest.state == "draft":
        raise Refused([_THERE])
    row = _row(by, id, newest.number + 1, own_measures.get(by, id, newest.number).definition)
    try:
        with deed("contracts.own_measure_drafted", by=by) as this:
            this.create(row)
    except IntegrityError:  # two asked for it at once
        raise Refused([_THERE]) from None
    return Done((row,), (), this.uid)


_THERE = Problem(
    "own_measure.draft", "There is a draft of the next version already.", "Go on with that draft, or give it up first."
)


def drop(*, by: Actor, id: str, number: int) -> Done[OwnMeasure]:
    """Give up a draft. Raises Refused, NotFound."""
    by.require(Permission.MAKE_MEASURES)
    row = _draft(by, id, number, "given up")
    with deed("contracts.own_measure_dropped", by=by) as this:
        this.delete(row)
    return Done((row,), (), this.uid)


def withdraw(*, by: Actor, id: str, number: int) -> Done[OwnMeasure]:
    """Offer this version no more. What was agreed with it goes on, and what was sent stays. Raises Refused, NotFound."""
    by.require(Permission.MAKE_MEASURES)
    row = own_measures.get(by, id, number)
    if row.state != "published":
        message = "Only a published version can be withdrawn."
        raise Refused([Problem("own_measure.not_published", message, "Give up a draft instead.")])
    with deed("contracts.own_measure_withdrawn", by=by) as this:
        this.update(row, state="withdrawn", withdrawn_date=clock.today())
    return Done((row,), _still_carried(by, id, number), this.uid)


def _still_carried(by: Actor, id: str, number: int) -> tuple[Problem, ...]:
    """A warning where contracts go on carrying it."""
    rows = AgreedMeasure.objects.filter(provider_id=by.organisation_id, measure=id, measure_version=number)
    count = rows.values("contract").distinct().count()
    if not count:
        return ()
    words = "A contract carries it" if count == 1 else f"{count} contracts carry it"
    fix = "Agree with the commissioner to end it there."
    return (Problem("own_measure.carried", f"{words} still.", fix, severity="warning"),)
