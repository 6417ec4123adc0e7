"""Which side of a two-party record may write what. Every change to one goes through here."""

from typing import Any

from django.db import IntegrityError

from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict, Deed
from cairn.access.tenancy import TwoParty
from cairn.contracts.views import Side
from cairn.kernel.problems import Problem

SIDES: tuple[Side, ...] = ("commissioner", "provider", "partner")
NOBODY_WRITES = frozenset({"id", "uid", "version", "provider", "commissioner"})


def sides(row: Any, by: Actor) -> frozenset[Side]:
    """What the actor's organisation is to this record; empty for an outsider."""
    found: dict[Side, object] = {side: getattr(row, f"{side}_id", None) for side in SIDES}
    return frozenset(side for side, organisation_id in found.items() if organisation_id == by.organisation_id)


def writes(model: type[TwoParty], side: Side) -> frozenset[str]:
    """The fields of a model that a side may change: the provider those in `PROVIDER_WRITES`, a partner those in
    `PARTNER_WRITES`, the commissioner the rest, unless `COMMISSIONER_WRITES` narrows it; `BOTH_WRITE` is both sides'."""
    both: frozenset[str] = getattr(model, "BOTH_WRITE", frozenset())
    partner: frozenset[str] = getattr(model, "PARTNER_WRITES", frozenset())
    if side == "partner":
        return partner
    if side == "provider":
        return model.PROVIDER_WRITES | both
    rest = {field.name for field in model._meta.concrete_fields} - NOBODY_WRITES - model.PROVIDER_WRITES - partner
    narrowed: frozenset[str] = getattr(model, "COMMISSIONER_WRITES", frozenset(rest))
    return narrowed | both


def makers(model: type[TwoParty]) -> frozenset[str]:
    """Which sides may make one: the commissioner, unless the model's `MADE_BY` says otherwise."""
    made_by: frozenset[str] = getattr(model, "MADE_BY", frozenset({"commissioner"}))
    return made_by


def make(this: Deed, by: Actor, rows: list[Any]) -> list[Any]:
    """Insert rows of one model, if the actor's side may make them. Raises NotAllowed, or Conflict as `once`."""
    if any(not sides(row, by) & makers(type(row)) for row in rows):
        raise NotAllowed([_OTHER_SIDE])
    return once(this, rows)


def once(this: Deed, rows: list[Any]) -> list[Any]:
    """Insert rows of one model. Raises Conflict where somebody has written the same since it was looked for."""
    try:
        return this.create_many(rows)
    except IntegrityError as error:
        if not any(word in str(error).casefold() for word in _TWICE):
            raise
        raise Conflict([_THERE]) from None


#: As SQLite and PostgreSQL, and as MariaDB say that a row is there already.
_TWICE = ("unique", "duplicate")
_THERE = Problem(
    "party.there", "Somebody else has just written the same.", "Open the page again to see where it stands."
)


def change(this: Deed, by: Actor, row: Any, /, **changes: Any) -> Any:
    """Change fields of a record, if they are the actor's side's to write. Raises NotAllowed, or Conflict."""
    mine = frozenset().union(*(writes(type(row), side) for side in sides(row, by)))
    if not changes.keys() <= mine:
        raise NotAllowed([_OTHER_SIDE])
    return this.update(row, **changes)


def make_agreed(this: Deed, by: Actor, rows: list[Any], proposal: Any) -> list[Any]:
    """Insert rows that one side proposed and the other, the actor's, now agrees to."""
    _agrees(by, proposal)
    return once(this, rows)


def change_agreed(this: Deed, by: Actor, row: Any, proposal: Any, /, **changes: Any) -> Any:
    """Change what one side proposed and the other, the actor's, now agrees to: whichever side writes it alone."""
    _agrees(by, proposal)
    return this.update(row, **changes)


def _agrees(by: Actor, proposal: Any) -> None:
    """What was decided for a whole area, after all of it were asked, is the commissioner's own to write."""
    if proposal.state == "consulted" and "commissioner" in sides(proposal, by):
        return
    if not sides(proposal, by) - {proposal.side}:
        raise NotAllowed([_OTHER_SIDE])


_OTHER_SIDE = Problem("party.side", "This is for the other side to write.", "Ask the other organisation to do it.")
