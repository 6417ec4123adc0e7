"""Record how to reach and speak with a person."""

from typing import Any

from django.db import IntegrityError

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.kernel.problems import Done, refuse_if
from cairn.people import around, queries, rules_around
from cairn.people.models import Communication

FIELDS = ("language", "interpreter", "formats", "contact_by", "safe_contact", "words")


def change(*, by: Actor, client_uid: object, version: int | None = None, **answers: Any) -> Done[Communication]:
    """Change any of `FIELDS` of one person; what is left out stays. `version` is that of the screen, 0 where nothing had
    been said yet. Raises Refused, Conflict and queries.NotFound."""
    by.require(Permission.RECORD)
    if unknown := set(answers) - set(FIELDS):
        raise TypeError(f"not about communication: {', '.join(sorted(unknown))}")
    person = queries.get(by, client_uid)
    answers = rules_around.settle_communication(answers)
    refuse_if(rules_around.communication_problems(answers))
    try:
        with deed("people.communication_changed", by=by) as this:
            row = _write(this, around.speaking_of(person), person, version, answers)
    except IntegrityError:  # pragma: no cover  # somebody else was first to say anything at all; a test calls it so
        return change(by=by, client_uid=client_uid, version=version, **answers)
    return Done((row,), (), this.uid)


def _write(this: Deed, row: Communication | None, person: Any, version: int | None, answers: dict[str, Any]) -> Any:
    if row is None:
        new = Communication(organisation_id=this.by.organisation_id, client=person, **answers)
        return this.create(new)
    if version is not None:
        row.version = version
    return this.update(row, **answers)
