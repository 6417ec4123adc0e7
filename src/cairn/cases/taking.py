"""Taking in what waits at the door: its person, new or known here, and their referral. One writer for what is taken in and
for what is closed as not for us."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.cases import checks, loading, rules
from cairn.cases.arriving import NewReferral, referral_row
from cairn.cases.models import IncomingReferral, Referral
from cairn.cases.rules_incoming import WAITING, person_of
from cairn.cases.writers import at_version
from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.people import adding, around
from cairn.people import rules as people_rules
from cairn.people.adding import NewClient
from cairn.people.models import Client, Communication
from cairn.people.rules_around import LONGEST_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """Whom what came is about: somebody known here (`client_uid`), or nobody yet. `sector`, `kind`, `crisis` and `urgency`
    are codes, as of a referral; None keeps what was sent."""

    incoming_uid: str
    client_uid: str = ""
    sector: str | None = None
    kind: str = "not_known"
    crisis: str = "not_known"
    urgency: str | None = None
    answer_words: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that are taken in, in the order of what was asked; None where there is a problem."""

    rows: tuple[Any, ...]
    clients: loading.Rows


def found(by: Actor, items: Sequence[Any]) -> tuple[Found, list[Problem]]:
    """What is asked about, with every problem of it: not known here, answered already, named twice."""
    known = loading.mine(IncomingReferral, by, (item.incoming_uid for item in items), "service", "sender")
    known_here = loading.mine(Client, by, (getattr(item, "client_uid", "") for item in items))
    clients = loading.Rows({uid: row for uid, row in known_here.items() if row.merged_into_id is None})
    again = rules.repeated([loading.canonical(item.incoming_uid) for item in items])
    rows: list[Any] = []
    problems: list[Problem] = []
    for place, item in enumerate(items):
        row = known.of(item.incoming_uid)
        if row is None:
            problems.append(rules.unknown("referral", "incoming_uid", place))
        elif row.state != WAITING or place in again:
            fix = "Open it to see what became of it."
            message = "This has been answered already."
            problems.append(Problem("incoming.answered", message, fix, field="incoming_uid", row=place))
            row = None
        rows.append(row)
        if getattr(item, "client_uid", "") and clients.of(item.client_uid) is None:
            problems.append(rules.unknown("person", "client_uid", place))
    return Found(tuple(rows), clients), problems


def taking_problems(by: Actor, items: Sequence[Taking], of: Found) -> list[Problem]:
    """What is wrong with how they are to be taken in."""
    problems: list[Problem] = []
    for place, item in enumerate(items):
        lists = (("referral_sector", "sector"), ("referral_kind", "kind"), ("crisis", "crisis"), ("urgency", "urgency"))
        for list_id, field in lists:
            if (code := getattr(item, field)) is not None:
                problems += checks.code(list_id, code, field, place)
    places = [place for place, item in enumerate(items) if of.rows[place] is not None and not item.client_uid]
    wrong = adding.problems_of(by, _newcomers(items, of))
    return problems + [replace(one, row=places[one.row]) if one.row is not None else one for one in wrong]


def bring_in(this: Deed, items: Sequence[Taking], of: Found, decide: Callable[[Any, Referral], None]) -> list[Referral]:
    """The referrals with their people, each as `decide` leaves it before it is written: a row that is written twice in one
    deed cannot be taken back. How it is safe to call is kept with the person."""
    added = iter(adding.write(this, _newcomers(items, of)))
    clients = [of.clients.of(item.client_uid) if item.client_uid else next(added) for item in items]
    rows = [
        referral_row(this.by, _referral(item, row), client, row.service)
        for item, row, client in zip(items, of.rows, clients, strict=True)
    ]
    for item, referral in zip(items, rows, strict=True):
        decide(item, referral)
    this.create_many(rows)
    for item, row, referral in zip(items, of.rows, rows, strict=True):
        _keep_safe_contact(this, referral.client, row.safe_contact)
        at_version(row, item.version)
    return rows


def settle(this: Deed, row: Any, referral: Referral, state: str, day: date | None, words: str = "") -> None:
    """Write what became of it to what came."""
    this.update(
        row, state=state, referral=referral, answer_reason=referral.unsuccessful_reason, answered_date=day,
        answer_words=words.strip(),
    )  # fmt: skip


def _newcomers(items: Sequence[Taking], of: Found) -> list[NewClient]:
    pairs = zip(items, of.rows, strict=True)
    return [_newcomer(row) for item, row in pairs if row is not None and not item.client_uid]


def _newcomer(row: Any) -> NewClient:
    """What was sent of them, as their record takes it; no postcode where the service asks for none."""
    said = people_rules.settle(NewClient(**asdict(person_of(row))), clock.today())
    return said if row.service.asks_postcode else replace(said, postcode="", postcode_state="not_collected")


def _referral(item: Taking, row: Any) -> NewReferral:
    return NewReferral(
        client_uid="", service_uid="", received_date=row.received_date, source=row.referrer, reason=row.reason,
        referrer_contact=row.referrer_contact, kind=item.kind, crisis=item.crisis,
        sector=row.sector if item.sector is None else item.sector,
        urgency=row.urgency if item.urgency is None else item.urgency,
    )  # fmt: skip


def _keep_safe_contact(this: Deed, client: Client, words: str) -> None:
    """When and how it is safe to call, beside what was known of it before."""
    if not words:
        return
    row = around.speaking_of(client)
    if row is None:
        this.create(Communication(organisation_id=this.by.organisation_id, client=client, safe_contact=words))
    elif words not in row.safe_contact:
        both = f"{row.safe_contact}\n{words}".strip()
        this.update(row, safe_contact=both[-LONGEST_WORDS:])
