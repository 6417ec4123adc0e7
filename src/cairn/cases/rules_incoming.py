"""What may be said in a referral that waits at the door, and in which order the door is answered. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.kernel.problems import Problem, too_long
from cairn.people import rules as people_rules

#: the most characters of each text; a name, a phone and the like are held to what a person's record takes
LONGEST = {"reason": 4000, "safe_contact": 1000, "referrer": 200, "referrer_contact": 200, "postcode": 20}
LONGEST_MORE = 8000
#: in this order the door is answered; what is not known waits its turn like what is routine
URGENCY = {"urgent": 0, "soon": 1}
IN_TURN = 2
#: days for which what was no referral is kept, so that a mistake can be put right
DAYS_KEPT = 30
WAITING, TAKEN_IN, ACCEPTED = "waiting", "taken_in", "accepted"
NOT_FOR_US, WITHDRAWN, NOT_A_REFERRAL = "not_for_us", "withdrawn", "not_a_referral"
#: of a referral, as the organisation that sent it reads its state
STATE_OF = {"pending": TAKEN_IN, "accepted": ACCEPTED, "unsuccessful": NOT_FOR_US, "withdrawn": WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncoming:
    """What is sent to the door of a service. `uid` is made by the sender, so that sending twice lands once. `origin`,
    `sector`, `urgency` and `consent` are codes of `incoming_origin`, `referral_sector`, `urgency` and
    `incoming_consent`; `referrer` and `referrer_contact` say who refers, where it is not the person themselves. `more`
    holds further answers, words by words."""

    uid: str
    service_uid: str
    name: str
    origin: str = "public_form"
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    postcode: str = ""
    reason: str = ""
    safe_contact: str = ""
    referrer: str = ""
    referrer_contact: str = ""
    sector: str = "not_known"
    urgency: str = "not_known"
    more: Mapping[str, str] = field(default_factory=dict)
    consent: str = "not_known"


#: what is left of what was sent when it is blanked: nothing
BLANK: dict[str, Any] = {
    "name": "", "birth_date": None, "phone": "", "email": "", "postcode": "", "reason": "", "safe_contact": "",
    "referrer": "", "referrer_contact": "", "more": {},
}  # fmt: skip
TEXTS = ("name", "phone", "email", *LONGEST)


def person_of(sent: Any) -> people_rules.Answers:
    """What was sent of the person (anything with these names), as a person's record takes it."""
    return people_rules.Answers(
        name=sent.name, phone=sent.phone, email=sent.email, birth_date=sent.birth_date, postcode=sent.postcode
    )


def sent_problems(new: NewIncoming, today: date, row: int | None = None) -> list[Problem]:
    """All that is wrong with what was sent but for its codes, each at its field."""
    found = people_rules.problems_of(people_rules.settle(person_of(new), today), today, row)
    if not new.name.strip():
        fix = "Write what the person is called."
        found.append(Problem("incoming.name", "The name is missing.", fix, field="name", row=row))
    for name, most in LONGEST.items():
        found += too_long(getattr(new, name), most, name, row)
    for name in TEXTS:
        found += unreadable(getattr(new, name), name, row)
    told = "".join(f"{key}{value}" for key, value in new.more.items())
    return [*found, *too_long(told, LONGEST_MORE, "more", row), *unreadable(told, "more", row)]


def unreadable(text: str, field: str, row: int | None = None) -> list[Problem]:
    """The problem of characters that nobody can see or type; line breaks and tabs are none of them."""
    if not any((ord(c) < 32 and c not in "\n\r\t") or ord(c) == 127 or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        return []
    fix = "Type it again instead of pasting it."
    return [Problem("text.unreadable", "This has characters that cannot be shown.", fix, field=field, row=row)]
