"""Authorities come to sit in a collection by request and approval, or by invitation."""

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.collection import programmes, seats, sitting
from cairn.collection import rules_programme as rules
from cairn.collection.models import AuthorityRequest, Collection
from cairn.contracts import parties
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if, too_short


def ask(*, by: Actor, collection_uid: object, code: str) -> Done[AuthorityRequest]:
    """Ask whoever runs a collection for a seat; who was invited sits down at once. Raises NotFound for one that is not listed
    to the actor."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = programmes.to_join(by, collection_uid)
    before = seats.own_request(by, row)
    refuse_if(ask_problems(by, row, code, before))
    is_invited = before is not None and before.state == "invited"
    said = {"code": code, "state": "approved" if is_invited else "requested"}
    with deed("collection.seat_asked", by=by) as this:
        made = _say(this, by, row, by.organisation_id, before, said)
        if is_invited:
            sitting.sit(this, row, by.organisation_id, code)
    return Done((made,), (), this.uid)


def ask_problems(by: Actor, row: Collection, code: str, before: AuthorityRequest | None) -> list[Problem]:
    """What stands in the way of asking, all at once."""
    found = rules.code_problems(code, sitting.codes_of_others(row, by.organisation_id))
    if sitting.sits(row, by.organisation_id):
        found.append(Problem("collection.joined", sitting.SITS, "Open the collection."))
    elif before is not None and before.state == "requested":
        fix = f"Wait for the answer of {row.organisation.name}."
        found.append(Problem("seat.twice", "Your authority has asked already.", fix))
    return found


def decline(*, by: Actor, collection_uid: object) -> Done[AuthorityRequest]:
    """Take back what one asked, or say no to an invitation."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = programmes.to_join(by, collection_uid)
    before = seats.own_request(by, row)
    if before is None or before.state not in ("requested", "invited"):
        refuse_if([Problem("seat.none", "There is nothing to decline.", "Open your collections again.")])
    with deed("collection.seat_asked", by=by) as this:
        this.update(before, state="declined", decided_at=clock.now(), decided_by_uid=by.uid)
    assert before is not None  # or it was refused
    return Done((before,), (), this.uid)


def invite(*, by: Actor, collection_uid: object, authority: str) -> Done[AuthorityRequest]:
    """Offer an authority a seat, by its short name. Only whoever runs the collection; it sits there once it has said yes."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = programmes.run_by(by, collection_uid)
    found = seats.authority_named(authority)
    before = AuthorityRequest.objects.filter(collection=row, organisation=found).first() if found else None
    refuse_if(invite_problems(row, authority))
    assert found is not None  # or it was refused
    with deed("collection.seat_offered", by=by) as this:
        made = _say(this, by, row, found.pk, before, {"state": "invited"})
    return Done((made,), (), this.uid)


def invite_problems(row: Collection, authority: str) -> list[Problem]:
    """What is wrong with an invitation."""
    found = seats.authority_named(authority)
    if found is None:
        fix = "Write the short name in the address of its pages, or ask for it to be added here."
        return [Problem("seat.unknown", "No authority is known by that name.", fix, field="authority")]
    if sitting.sits(row, found.pk):
        return [Problem("seat.there", "It sits in the collection already.", "Name another.", field="authority")]
    if row.requests.filter(organisation=found, state="requested").exists():
        fix = "Open the collection and let it in."
        return [Problem("seat.asks", "It has asked already.", fix, field="authority")]
    return []


def decide(*, by: Actor, request_uid: object, approve: bool, reason: str = "") -> Done[AuthorityRequest]:
    """Give an authority the seat that it asked for, or refuse it with a reason. Only whoever runs the collection."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = seats.request_to_decide(by, request_uid)
    refuse_if(decide_problems(row, approve, reason))
    said = {"state": "approved" if approve else "refused", "reason": "" if approve else reason.strip()}
    with deed("collection.seat_decided", by=by) as this:
        this.update(row, decided_at=clock.now(), decided_by_uid=by.uid, **said)
        if approve:
            sitting.sit(this, row.collection, row.organisation_id, row.code)
    return Done((row,), (), this.uid)


def decide_problems(row: AuthorityRequest, approve: bool, reason: str) -> list[Problem]:
    """What stands in the way of a decision."""
    if approve:
        return rules.code_problems(row.code, sitting.codes_of_others(row.collection, row.organisation_id))
    if not reason.strip():
        return [Problem("seat.reason", "No reason is given.", "Say why, so that they know.", field="reason")]
    return too_short(reason, "reason")


def _say(
    this: Deed, by: Actor, row: Collection, authority_id: int, before: AuthorityRequest | None, said: dict[str, str]
) -> AuthorityRequest:
    told = {"asked_at": clock.now(), "asked_by_uid": by.uid, "reason": "", **said}
    if before is not None:
        again: AuthorityRequest = this.update(before, **told)
        return again
    (made,) = parties.once(this, [AuthorityRequest(collection=row, organisation_id=authority_id, **told)])
    found: AuthorityRequest = made
    return found
