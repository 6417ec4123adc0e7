"""What is sent when somebody is passed on to another organisation: the one place where it is put together, so that the
preview shows what the other will see, word for word."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import receiving
from cairn.cases.rules_incoming import NewIncoming
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.people.around import Speaking

#: what may be sent beside the name, if it is chosen, and what it is called
FIELDS = {
    "birth_date": "Date of birth",
    "phone": "Phone",
    "email": "E-mail",
    "postcode": "Postcode",
    "safe_contact": "When and how it is safe to call",
    "speaking": "Language, and how to speak with them",
    "gender": "Gender",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassingOn:
    """Somebody who is referred to a service of another organisation on this Cairn. `fields` are keys of `FIELDS`; `urgency`
    and `sector` codes of `urgency` and `referral_sector`. `agreed`: the person said yes to just this; `how` is a code of
    `consent_how`. A `uid` made by the sender makes sending twice the same referral once."""

    client_uid: str
    service_uid: str
    reason: str
    fields: tuple[str, ...] = ()
    urgency: str = "not_known"
    sector: str = "not_known"
    referrer_contact: str = ""
    agreed: bool = False
    how: str = "spoken"
    consent_words: str = ""
    uid: str


def held(person: Any, speaking: Speaking | None) -> dict[str, str]:
    """What is known of somebody that may be chosen, in words, by field; what is not known is not offered."""
    gender = registry.get("codes", "gender").entry(person.gender)
    words = [*speaking.needs, speaking.words] if speaking else []
    found = {
        "birth_date": f"{person.birth_date:%-d %B %Y}" if person.birth_date else "",
        "phone": person.phone,
        "email": person.email,
        "postcode": person.postcode,
        "safe_contact": speaking.safe_contact if speaking else "",
        "speaking": ". ".join(word for word in words if word),
        "gender": "" if gender.missing else person.gender_described or gender.label,
    }
    return {name: found[name] for name in FIELDS if found[name]}


def sent(by: Actor, organisation: str, new: NewPassingOn, person: Any, speaking: Speaking | None) -> NewIncoming:
    """What lands at the other's door: the name, what was chosen, why, and who asks."""
    known = held(person, speaking)
    chosen = {name: known[name] for name in known if name in new.fields}
    plain = {name: chosen[name] for name in ("phone", "email", "postcode", "safe_contact") if name in chosen}
    return NewIncoming(
        uid=new.uid, service_uid=new.service_uid, origin="organisation", name=person.name or person.known_as,
        birth_date=person.birth_date if "birth_date" in chosen else None, reason=new.reason,
        referrer=", ".join(part for part in (by.name, organisation) if part)[:200],
        referrer_contact=new.referrer_contact, sector=new.sector, urgency=new.urgency, consent="given",
        more={FIELDS[name]: chosen[name] for name in ("speaking", "gender") if name in chosen}, **plain,
    )  # fmt: skip


def problems_of(new: NewPassingOn, landing: NewIncoming, known: Collection[str]) -> list[Problem]:
    """Everything that is wrong with what is to be sent, with the consent it rests on."""
    found = receiving.wrong(landing, clock.today())
    if not new.agreed:
        fix = "Ask them first, and send it when they have said yes."
        found.append(Problem("passing_on.consent", "Without their yes nothing is sent.", fix, field="agreed"))
    if not new.reason.strip():
        fix = "Write what they need, so that the other can decide."
        found.append(Problem("passing_on.reason", "There is no word of why.", fix, field="reason"))
    if set(new.fields) - set(known):
        fix = "Choose from what is on record."
        found.append(Problem("passing_on.fields", "That is not on record.", fix, field="fields"))
    return found
