"""The public referral form from behind: what it shows to anybody, and how what was written lands in the queue.

This is no action: it finds whose door it is by the code alone and lets `cases.actions.incoming` do the deed for that
organisation. Nothing that it gives back depends on who is referred."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access import scope
from cairn.access.queries import system
from cairn.cases import receiving
from cairn.cases.actions import incoming
from cairn.cases.rules_incoming import NewIncoming
from cairn.definitions import registry
from cairn.intake import queries, rules
from cairn.kernel import clock
from cairn.kernel.problems import Problem

SELF, FAMILY, WORKER = "self", "family_or_friend", "worker"
#: which answer a person sees → code of `referral_sector`
SECTORS = {
    "statutory": "A public body: council, NHS, police, school, prison",
    "voluntary": "A charity or community group",
    "business": "A business or other private body",
}


@dataclass(frozen=True, slots=True)
class FormPage:
    """What anybody sees who has the address: nothing of it is about a person."""

    code: str
    organisation: str
    service: str
    who_for: str
    words: str
    asks: tuple[str, ...]
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """`again`: the same form was sent before, and what was sent first stands."""

    reference: str
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A form as filled in. `who` is `self`, `family_or_friend` or `worker` (then `sector` says of what); `agrees` is
    yes, no or not_known: whether the person knows about it."""

    uid: str
    who: str
    name: str
    sector: str = ""
    referrer: str = ""
    referrer_contact: str = ""
    agrees: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    postcode: str = ""
    language: str = ""
    reason: str = ""
    urgency: str = "not_known"
    safe_contact: str = ""


def form_page(code: str) -> FormPage:
    """The open form behind a code. Raises NotFound."""
    row: Any = queries.open_form(code)
    return FormPage(
        row.code, row.organisation.name, row.service.name, row.service.who_for, row.words, tuple(row.asks),
        row.organisation.is_demonstration,
    )  # fmt: skip


def choices(list_id: str) -> list[tuple[str, str]]:
    """The answers of a code list that may be given, missing ones left out."""
    return [(entry.code, entry.label) for entry in registry.get("codes", list_id).entries if not entry.missing]


def problems_of(written: Written) -> list[Problem]:
    """Everything that is wrong with a form by itself; nobody's record is looked at."""
    new = _incoming(written, "")
    found = receiving.wrong(new, clock.today()) + _unreachable(written)
    if not written.reason.strip():
        fix = "A sentence is enough: what is happening, and what would help."
        found.append(Problem("form.reason", "There is nothing about what would help.", fix, field="reason"))
    return found


def send(code: str, written: Written) -> Receipt:
    """Let a referral land. Sent twice it lands once. Raises Refused and NotFound."""
    row: Any = queries.open_form(code)
    by = system(row.organisation)
    with scope.of(by):
        done = incoming.receive(by=by, incoming=[_incoming(written, str(row.service.uid))])
    return Receipt(rules.reference_of(written.uid), again=not done.event_uid)


def _unreachable(written: Written) -> list[Problem]:
    """Somebody must be there to be answered."""
    if written.who == SELF:
        if written.phone.strip() or written.email.strip():
            return []
        fix = "Write a phone number or an e-mail address."
        return [Problem("form.reach", "There is no way to reach you.", fix, field="phone")]
    found = []
    if not written.referrer.strip():
        found.append(Problem("form.referrer", "Your name is missing.", "Write who you are.", field="referrer"))
    if not written.referrer_contact.strip():
        fix = "Write a phone number or an e-mail address of your own."
        found.append(Problem("form.reach", "There is no way to reach you.", fix, field="referrer_contact"))
    return found


def _incoming(written: Written, service_uid: str) -> NewIncoming:
    theirs = written.who == SELF
    sector = written.sector if written.who == WORKER else written.who
    consent = SELF if theirs else {"yes": "given", "no": "not_given"}.get(written.agrees, "not_known")
    more: Mapping[str, str] = {"language": written.language} if written.language else {}
    return NewIncoming(
        uid=written.uid, service_uid=service_uid, name=written.name, origin="public_form",
        birth_date=written.birth_date, phone=written.phone, email=written.email, postcode=written.postcode,
        reason=written.reason, safe_contact=written.safe_contact, referrer="" if theirs else written.referrer,
        referrer_contact="" if theirs else written.referrer_contact, sector=sector or "not_known",
        urgency=written.urgency or "not_known", more=more, consent=consent,
    )  # fmt: skip
