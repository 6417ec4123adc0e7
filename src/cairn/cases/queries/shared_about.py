"""What of a person's record leaves the organisation, to whom and why: read from what was agreed and done, for the person.

Three ways lead out: rows without a name under a data-sharing agreement of a contract that pays for their support; their
details, passed on to another service; and totals, in which nobody can be seen."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import models
from cairn.cases.passing import FIELDS
from cairn.cases.queries.base import visible_to
from cairn.cases.signposting import PASSED_ON, named
from cairn.contracts import rules as agreed
from cairn.contracts.models import Agreement, Contract
from cairn.kernel import clock


@dataclass(frozen=True, slots=True)
class SharedRows:
    """Who pays for support under a contract, and what of this person's record goes to them without a name. `fields` is
    empty where no agreement lets rows leave: then they get totals only."""

    recipient_uid: str
    recipient: str
    contract: str
    purpose: str
    fields: tuple[str, ...]
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A person's details went to another service on a date; `what` names the details, where that was noted."""

    to: str
    date: dt.date
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedAbout:
    rows: tuple[SharedRows, ...]
    passed: tuple[PassedOn, ...]


#: columns of what another organisation on this Cairn was sent, as a person would call them
SENT = {
    "name": "name", "birth_date": "birth_date", "phone": "phone", "email": "email", "postcode": "postcode",
    "reason": "reason", "safe_contact": "safe_contact",
}  # fmt: skip
PASSED = (PASSED_ON,)


def shared_about(by: Actor, client: Any) -> SharedAbout:
    """What of a person (a row) leaves, and to whom."""
    return SharedAbout(_rows(by, client), tuple(sorted(_passed(by, client), key=lambda one: one.date, reverse=True)))


def _rows(by: Actor, client: Any) -> tuple[SharedRows, ...]:
    funded = visible_to(by, models.EpisodeFunding).filter(client=client, contract__isnull=False)
    ids = sorted(set(funded.values_list("contract_id", flat=True)))
    contracts = Contract.objects.filter(pk__in=ids).select_related("commissioner").order_by("title")
    return tuple(_of_contract(row) for row in contracts)


def _of_contract(contract: Contract) -> SharedRows:
    today = clock.today()
    rows = Agreement.objects.filter(contract=contract).prefetch_related("fields").order_by("start_date", "pk")
    force = [row for row in rows if agreed.agreement_state(row, today) == "in_force"]
    who: Any = contract.commissioner
    if not force:
        return SharedRows(str(who.uid), who.name, contract.title, "", (), None)
    last = force[-1]
    names = tuple(field.name for field in last.fields.all())  # type: ignore[attr-defined]
    return SharedRows(str(who.uid), who.name, contract.title, last.purpose, names, last.end_date)


def _passed(by: Actor, client: Any) -> Iterable[PassedOn]:
    sent = models.IncomingReferral.objects.filter(sender_id=by.organisation_id, sender_client=client)
    for row in sent.select_related("organisation", "service"):
        what = tuple(word for name, word in SENT.items() if getattr(row, name))
        what += tuple(name for name, label in FIELDS.items() if label in row.more)
        yield PassedOn(f"{row.organisation.name}, {row.service.name}", row.received_date, what)
    with_own = visible_to(by, models.Signposting).filter(client=client, kind__in=PASSED, sent_as__isnull=True)
    for row in with_own.select_related("entry"):
        yield PassedOn(named(row), row.made_date, ())


def recipients(by: Actor, client: Any) -> list[tuple[str, str]]:
    """Organisations that a person's word may be about: who pays for their support, and who runs a service on this Cairn
    to which they may be passed on. By uid, with the name."""
    paying = [(row.recipient_uid, row.recipient) for row in _rows(by, client)]
    sent = models.IncomingReferral.objects.filter(sender_id=by.organisation_id, sender_client=client)
    known = [(str(row.organisation.uid), row.organisation.name) for row in sent.select_related("organisation")]
    said = client.consents.filter(recipient__isnull=False).select_related("recipient")
    named = [(str(row.recipient.uid), row.recipient.name) for row in said]
    return sorted({*paying, *known, *named}, key=lambda one: one[1])
