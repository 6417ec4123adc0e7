"""What a person has agreed to: what stands now, all that was ever said, and the rows that a deed writes of it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.people import rules_consent
from cairn.people.models import Client, Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """What somebody said: `purpose`, `state` and `how` are codes of `consent_purpose`, `consent_state`, `consent_how`.
    `recipient_uid` names an organisation on this Cairn where it is about that one. `start_date` is today when left out."""

    client_uid: str
    purpose: str
    state: str
    how: str
    recipient_uid: str | None = None
    words: str = ""
    start_date: date | None = None


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One thing said. `recipient` is that organisation's uid, None for anybody. It stands while `end_date` is None."""

    uid: str
    purpose: str
    purpose_label: str
    recipient: str | None
    recipient_name: str
    state: str
    state_label: str
    how_label: str
    words: str
    start_date: date
    end_date: date | None

    @property
    def is_given(self) -> bool:
        return self.state == rules_consent.GIVEN


def history(by: Actor, person: Client) -> tuple[ConsentView, ...]:
    """All that a person ever said of consent, the latest first. One query."""
    if not by.may(Permission.READ_CLIENTS):
        return ()
    rows = Consent.objects.filter(organisation_id=by.organisation_id, client=person).select_related("recipient")
    return tuple(_view(row) for row in rows.order_by("-start_date", "-id"))


def standing(by: Actor, person: Client) -> tuple[ConsentView, ...]:
    """What a person's word is now, for each purpose and recipient."""
    return tuple(one for one in history(by, person) if one.end_date is None)


def allows(by: Actor, person: Client, purpose: str, recipient_uid: str | None = None) -> bool:
    """Whether a person has agreed to a purpose, about this recipient or about anybody."""
    return rules_consent.allows(standing(by, person), purpose, recipient_uid)


def problems_of(by: Actor, consents: Sequence[NewConsent], people: Sequence[Client]) -> list[Problem]:
    """Everything that is wrong with consents to be written; `people` are whom they are of, in the same order."""
    today = clock.today()
    known = _recipients(consents)
    stands = {key: row.start_date for key, row in _standing(by, people).items()}
    found: list[Problem] = []
    for at, (new, person) in enumerate(zip(consents, people, strict=True)):
        start = new.start_date or today
        codes = {"purpose": new.purpose, "state": new.state, "how": new.how}
        named = bool(new.recipient_uid)
        found += rules_consent.problems_of(codes, new.words, start, today, names_recipient=named, row=at)
        if named and _uid(new.recipient_uid) not in known:
            fix = "Choose one from the list."
            message = "That organisation is not known here."
            found.append(Problem("consent.recipient_known", message, fix, field="recipient_uid", row=at))
        key = _key(new, person, known)
        found += rules_consent.follows(start, stands.get(key), at)
        stands[key] = start
    return found


def write(this: Deed, consents: Sequence[NewConsent], people: Sequence[Client]) -> list[Consent]:
    """The rows of what was said, nothing wrong with it: what stood of the same ends on the day. For any room's deed."""
    today = clock.today()
    known = _recipients(consents)
    stands = _standing(this.by, people)
    rows = []
    for new, person in zip(consents, people, strict=True):
        key, start = _key(new, person, known), new.start_date or today
        if key in stands:
            this.update(stands[key], end_date=start)
        stands[key] = this.create(
            Consent(
                organisation_id=this.by.organisation_id, client=person, purpose=new.purpose, state=new.state,
                how=new.how, recipient_id=key[2], words=new.words.strip(), start_date=start,
            )
        )  # fmt: skip
        rows.append(stands[key])
    return rows


Key = tuple[int, str, int | None]


def _key(new: NewConsent, person: Client, known: dict[uuid.UUID | None, int]) -> Key:
    recipient = _uid(new.recipient_uid)
    return person.pk, new.purpose, known.get(recipient)


def _standing(by: Actor, people: Iterable[Client]) -> dict[Key, Any]:
    ids = sorted({person.pk for person in people})
    found: dict[Key, Any] = {}
    for start in range(0, len(ids), 500):
        rows = Consent.objects.filter(
            organisation_id=by.organisation_id, client_id__in=ids[start : start + 500], end_date__isnull=True
        )
        found.update({(row.client_id, row.purpose, row.recipient_id): row for row in rows.order_by("start_date", "id")})
    return found


def _recipients(consents: Iterable[NewConsent]) -> dict[uuid.UUID | None, int]:
    """Inner ids of the organisations that are named and known, by uid."""
    uids = {key for new in consents if (key := _uid(new.recipient_uid))}
    rows = Organisation.objects.filter(uid__in=uids).values_list("uid", "pk") if uids else ()
    return dict(rows)


def _uid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text)) if text else None
    except ValueError:
        return None


def _view(row: Consent) -> ConsentView:
    def words(list_id: str, code: str) -> str:
        return str(registry.get("codes", list_id).label_of(code))

    recipient: Any = row.recipient
    return ConsentView(
        uid=str(row.uid),
        purpose=row.purpose,
        purpose_label=words("consent_purpose", row.purpose),
        recipient=str(recipient.uid) if recipient else None,
        recipient_name=recipient.name if recipient else "",
        state=row.state,
        state_label=words("consent_state", row.state),
        how_label=words("consent_how", row.how),
        words=row.words,
        start_date=row.start_date,
        end_date=row.end_date,
    )
