"""Taking part: a provider asks, the authority decides, and the provider says once what each of its services is."""

from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.collection import programmes, seats, windows
from cairn.collection import rules_programme as rules
from cairn.collection.models import CollectionService, SignUp
from cairn.contracts import parties
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if, too_short
from cairn.services import queries as services


def ask(
    *, by: Actor, collection_uid: object, authority_uid: str, provider_number: str, national_number: str = ""
) -> Done[SignUp]:
    """Ask an authority of a collection to take part. Asked again after a refusal or after leaving, it is the same sign-up."""
    by.require(Permission.PREPARE_RETURNS)
    collection = programmes.to_ask(by, collection_uid)
    refuse_if(ask_problems(by, collection, authority_uid, provider_number, national_number))
    authority = programmes.authority(collection, authority_uid)
    told = {"provider_number": provider_number, "national_number": national_number}
    asked = {"state": "requested", "asked_at": clock.now(), "asked_by_uid": by.uid}
    with deed("collection.sign_up_asked", by=by) as this:
        row = SignUp.objects.filter(
            collection=collection, provider_id=by.organisation_id, commissioner_id=authority.organisation_id
        ).first()
        if row:
            parties.change(this, by, row, **told, **asked)
        else:
            new = SignUp(
                collection=collection,
                provider_id=by.organisation_id,
                commissioner_id=authority.organisation_id,
                **told,
                **asked,
            )
            (row,) = parties.make(this, by, [new])
    return Done((row,), (), this.uid)


def ask_problems(
    by: Actor, collection: object, authority_uid: str, provider_number: str, national_number: str
) -> list[Problem]:
    """What is wrong with a request, all at once."""
    found = rules.sign_up_problems(provider_number, national_number)
    authority = programmes.authority_or_none(collection, authority_uid)
    found += windows.ended_problems(authority.collection) if authority else []
    if authority is None:
        fix = "Choose one from the list."
        found.append(Problem("sign_up.authority", "That authority is not in this collection.", fix, field="authority"))
    elif SignUp.objects.filter(
        collection=authority.collection, provider_id=by.organisation_id, commissioner_id=authority.organisation_id,
        state__in=("requested", "approved"),
    ).exists():  # fmt: skip
        fix = "Wait for its answer, or open what you have."
        found.append(Problem("sign_up.twice", "You have asked this authority already.", fix, field="authority"))
    return found


def decide(*, by: Actor, sign_up_uid: object, approve: bool, reason: str = "") -> Done[SignUp]:
    """Let a provider in, or refuse it with a reason; an approved one may be ended with a reason too. The authority decides, or
    whoever runs the collection for it."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = seats.sign_up_to_decide(by, sign_up_uid)
    refuse_if(decide_problems(row, approve, reason))
    state = "approved" if approve else "refused"
    said = {
        "state": state,
        "decided_at": clock.now(),
        "decided_by_uid": by.uid,
        "reason": "" if approve else reason.strip(),
    }
    with deed("collection.sign_up_decided", by=by) as this:
        if row.commissioner_id == by.organisation_id:
            parties.change(this, by, row, **said)
        else:  # no party to it, but who runs the collection
            this.update(row, **said)
    return Done((row,), (), this.uid)


def decide_problems(row: SignUp, approve: bool, reason: str) -> list[Problem]:
    """What stands in the way of a decision."""
    if approve and (ended := windows.ended_problems(row.collection)):
        return ended
    if row.state == "left" or (approve and row.state == "approved"):
        return [Problem("sign_up.done", "There is nothing to decide here any more.", "Open the collection again.")]
    if not approve and not reason.strip():
        return [
            Problem("sign_up.reason", "No reason is given.", "Say why, so that they know what to mend.", field="reason")
        ]
    return [] if approve else too_short(reason, "reason")


def leave(*, by: Actor, sign_up_uid: object) -> Done[SignUp]:
    """The provider sends nothing more to this authority; what was sent stays."""
    by.require(Permission.PREPARE_RETURNS)
    row = programmes.own_sign_up(by, sign_up_uid)
    with deed("collection.left", by=by) as this:
        parties.change(this, by, row, state="left")
    return Done((row,), (), this.uid)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """What a service is in a collection."""

    service_uid: str
    term: str
    service_type: str
    service_number: str = ""
    client_group: str = ""
    start_date: date
    end_date: date | None = None
    is_recorded: bool = True


def place(*, by: Actor, sign_up_uid: object, place: NewPlace) -> Done[CollectionService]:
    """Say what a service is, for a sign-up that was approved; said again, it is changed."""
    by.require(Permission.PREPARE_RETURNS)
    row = programmes.own_sign_up(by, sign_up_uid)
    service = services.get(by, place.service_uid)
    refuse_if(place_problems(row, place))
    said = {
        "term": place.term, "service_type": place.service_type, "service_number": place.service_number.strip(),
        "client_group": place.client_group, "start_date": place.start_date, "end_date": place.end_date,
        "is_recorded": place.is_recorded,
    }  # fmt: skip
    with deed("collection.service_placed", by=by) as this:
        before = CollectionService.objects.filter(sign_up=row, service=service).first()
        if before:
            made = this.update(before, **said)
        else:
            new = CollectionService(organisation_id=by.organisation_id, sign_up=row, service=service, **said)
            (made,) = parties.once(this, [new])
    return Done((made,), (), this.uid)


def place_problems(row: SignUp, new: NewPlace) -> list[Problem]:
    """What is wrong with it, all at once."""
    found = rules.place_problems(
        new.term, new.service_type, new.service_number, new.client_group, programmes.offered(row.collection.programme),
        (new.start_date, new.end_date),
    )  # fmt: skip
    if row.state != "approved":
        fix = "Wait until the authority has let you in."
        found.append(Problem("place.waits", "Nobody has approved this sign-up yet.", fix))
    return found
