"""What may be recorded of a person, and what follows from it. Pure: the date comes in, problems go out, all at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any, Protocol, TypeVar

from cairn.definitions import registry
from cairn.kernel import postcodes
from cairn.kernel.problems import Problem, too_long

EARLIEST = date(1900, 1, 1)
OLDEST = 120
GROWN = 18
FEWEST_DIGITS = 6  # of a phone number: local numbers without their area code have as few
STATUS_KINDS = ("employment", "accommodation", "carer", "gp_registration", "legal_status", "immigration")
#: kinds of status that exist only for who holds the permission for restricted records
RESTRICTED_KINDS = frozenset({"legal_status", "immigration"})
ERASURE_REASONS = {
    "client_asked": "The person asked for it",
    "kept_too_long": "We have kept it as long as we said",
    "recorded_by_mistake": "It was recorded by mistake",
    "court_order": "A court or regulator ordered it",
}
#: field of a client → the code list that its answer comes from
CODE_LISTS = {
    "age_band": "age_band",
    "gender": "gender",
    "same_as_birth": "same_as_birth",
    "condition": "condition",
    "condition_limits": "activity_restriction",
    "ethnicity_group": "ethnicity_group",
    "ethnicity": "ethnicity",
    "postcode_state": "postcode_state",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What is recorded of a person; codes are of the list of the same name (see `CODE_LISTS`).

    Age is given in one way only: a birth date, an age (on a date, today when blank) or a band. A written postcode makes
    its state `known` or `part` by itself; every other state goes without one.
    """

    name: str = ""
    known_as: str = ""
    reference: str = ""
    phone: str = ""
    email: str = ""
    birth_date: date | None = None
    age_years: int | None = None
    age_on_date: date | None = None
    age_band: str = "not_asked"
    gender: str = "not_asked"
    gender_described: str = ""
    same_as_birth: str = "not_asked"
    condition: str = "not_asked"
    condition_limits: str = "not_asked"
    ethnicity_group: str = "not_asked"
    ethnicity: str = "not_asked"
    postcode: str = ""
    postcode_state: str = "not_asked"


A = TypeVar("A", bound=Answers)
FIELDS = tuple(field.name for field in fields(Answers))
_BLANK = Answers()
#: A new answer to the first makes old answers to the others stale, unless they are given with it.
_FOLLOWS = {
    "birth_date": ("age_years", "age_on_date", "age_band"),
    "age_years": ("birth_date", "age_on_date", "age_band"),
    "age_band": ("birth_date", "age_years", "age_on_date"),
    "gender": ("gender_described",),
    "condition": ("condition_limits",),
    "ethnicity_group": ("ethnicity",),
    "postcode": ("postcode_state",),
    "postcode_state": ("postcode",),
}


class Aged(Protocol):
    """Anything that says how old a person is in one of the three ways."""

    @property
    def birth_date(self) -> date | None: ...
    @property
    def age_years(self) -> int | None: ...
    @property
    def age_on_date(self) -> date | None: ...
    @property
    def age_band(self) -> str: ...


def completed_years(start: date, end: date) -> int:
    """Whole years from one date to another, as birthdays count them; below 0 when the end comes first."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def age_on(person: Aged, on: date) -> int | None:
    """Age in completed years on a date; None when it is not known, or the person was not born yet.

    From an age on a date it is the least that it can be: a birthday may have passed since.
    """
    if person.birth_date is not None:
        age = completed_years(person.birth_date, on)
    elif person.age_years is not None and person.age_on_date is not None:
        age = person.age_years + completed_years(person.age_on_date, on)
    else:
        return None
    return age if age >= 0 else None


def age_band_on(person: Aged, on: date) -> str:
    """The code of the census age band on a date. A band that was given stands as given, as does a missing answer."""
    if person.birth_date is None and person.age_years is None:
        return person.age_band
    age = age_on(person, on)
    return "not_known" if age is None else band_of(age)


@cache
def band_of(age: int) -> str:
    """The code of the age band of an age in completed years, which is not negative."""
    entries = registry.get("codes", "age_band").entries
    return next(e.code for e in entries if e.low is not None and e.low <= age and (e.high is None or age <= e.high))


def disability_of(condition: str, limits: str) -> str:
    """Disabled or not under the Equality Act: a condition of 12 months or more that limits day-to-day activities.

    Source: GSS harmonised standard (verified). Where an answer is missing, its own code is carried through.
    """
    if condition != "yes":
        return "no_condition" if condition == "no" else condition
    return {"a_lot": "limited_a_lot", "a_little": "limited_a_little", "not_at_all": "not_limited"}.get(limits, limits)


def part_of_postcode(text: str) -> str | None:
    """`b29` → `B29`, `b29 6` → `B29 6`: a district or a sector in its normal form; None when it is neither."""
    squeezed, spaced = "".join(text.upper().split()), " " in text.strip()
    if not spaced and (whole := postcodes.normalise(f"{squeezed}1AA")):
        return postcodes.district(whole)
    whole = postcodes.normalise(f"{squeezed}AA")
    return postcodes.sector(whole) if whole else None


def is_missing(list_id: str, code: str) -> bool:
    """Whether a code of a list says why there is no answer."""
    return code in _missing(list_id)


@cache
def _codes(list_id: str) -> frozenset[str]:
    return frozenset(registry.get("codes", list_id).codes)


@cache
def _missing(list_id: str) -> frozenset[str]:
    return frozenset(entry.code for entry in registry.get("codes", list_id).entries if entry.missing)


@cache
def _group_of() -> Mapping[str, str]:
    return {entry.code: entry.group for entry in registry.get("codes", "ethnicity").entries if entry.group}


def overlay(before: Answers, changes: Mapping[str, Any]) -> Answers:
    """The answers after a change. What a changed answer makes stale is asked anew, unless it was given with it."""
    changed = [name for name, value in changes.items() if value != getattr(before, name)]
    stale = {follower for name in changed for follower in _FOLLOWS.get(name, ())} - set(changes)
    return replace(before, **{name: getattr(_BLANK, name) for name in stale}, **changes)


def settle(answers: A, today: date) -> A:
    """Normal forms, and what one answer settles about another."""
    texts = ("name", "known_as", "reference", "phone", "email", "gender_described", "postcode")
    changes: dict[str, Any] = {name: " ".join(getattr(answers, name).split()) for name in texts}
    if answers.age_years is not None and answers.age_on_date is None:
        changes["age_on_date"] = today
    if answers.condition == "no" and answers.condition_limits == "not_asked":
        changes["condition_limits"] = "not_applicable"
    changes |= _settle_ethnicity(answers.ethnicity_group, answers.ethnicity)
    changes |= _settle_postcode(changes["postcode"], answers.postcode_state)
    return replace(answers, **changes)


def _settle_ethnicity(group: str, ethnicity: str) -> dict[str, str]:
    """The group follows from the ethnic group; who was not to be asked the first question has not the second either."""
    if group == "not_asked":
        return {"ethnicity_group": _group_of().get(ethnicity, group)}
    if is_missing("ethnicity_group", group) and ethnicity == "not_asked":
        return {"ethnicity": group}
    return {}


def _settle_postcode(text: str, state: str) -> dict[str, str]:
    whole, part = postcodes.normalise(text), part_of_postcode(text)
    if state in ("not_asked", "known") and whole:
        return {"postcode": whole, "postcode_state": "known"}
    if state in ("not_asked", "part") and part:
        return {"postcode": part, "postcode_state": "part"}
    return {}


Check = Callable[[Answers, date], Iterator[Problem]]


def problems_of(answers: Answers, today: date, row: int | None = None) -> list[Problem]:
    """Everything that is wrong with settled answers, each at its field."""
    return [replace(problem, row=row) for check in CHECKS for problem in check(answers, today)]


def _codes_known(answers: Answers, today: date) -> Iterator[Problem]:
    for field, list_id in CODE_LISTS.items():
        if getattr(answers, field) not in _codes(list_id):
            choices = ", ".join(registry.get("codes", list_id).codes)
            yield Problem("client.code", "This answer is not on the list.", f"Choose from: {choices}.", field=field)


def _reference(answers: Answers, today: date) -> Iterator[Problem]:
    yield from too_long(answers.reference, 40, "reference")


def _lengths(answers: Answers, today: date) -> Iterator[Problem]:
    for field, most in (("name", 200), ("known_as", 200), ("phone", 60), ("email", 200), ("gender_described", 100)):
        yield from too_long(getattr(answers, field), most, field)


def _email(answers: Answers, today: date) -> Iterator[Problem]:
    before, at, after = answers.email.rpartition("@")
    if answers.email and not (before and at and "." in after and " " not in answers.email):
        fix = "Write it like name@example.org, or leave it blank."
        yield Problem("client.email", "This is not an e-mail address.", fix, field="email")


def _phone(answers: Answers, today: date) -> Iterator[Problem]:
    if answers.phone and sum(character.isdecimal() for character in answers.phone) < FEWEST_DIGITS:
        fix = f"Write at least {FEWEST_DIGITS} digits, like 0121 496 0000, or leave it blank."
        yield Problem("client.phone", "This is not a phone number.", fix, field="phone")


def _birth_date(answers: Answers, today: date) -> Iterator[Problem]:
    if answers.birth_date is not None:
        yield from _date_problems("birth_date", "date of birth", answers.birth_date, today)


def _date_problems(field: str, words: str, value: date, today: date) -> Iterator[Problem]:
    if value > today:
        yield Problem(
            f"{field}.future", f"The {words} is in the future.", "Check the day, month and year.", field=field
        )
    if value < EARLIEST:
        yield Problem(f"{field}.past", f"The {words} is before 1900.", "Write the year with four digits.", field=field)


def _age(answers: Answers, today: date) -> Iterator[Problem]:
    if answers.age_years is not None and not 0 <= answers.age_years <= OLDEST:
        fix = f"Write a whole number from 0 to {OLDEST}."
        yield Problem("client.age", "This is not an age in years.", fix, field="age_years")
    if answers.age_on_date is None:
        return
    yield from _date_problems("age_on_date", "date of the age", answers.age_on_date, today)
    if answers.age_years is None:
        fix = "Write the age too, or clear the date."
        yield Problem("client.age", "There is a date for an age, but no age.", fix, field="age_years")


def _age_one_way(answers: Answers, today: date) -> Iterator[Problem]:
    band = None if is_missing("age_band", answers.age_band) else answers.age_band
    ways = {"birth_date": answers.birth_date, "age_years": answers.age_years, "age_band": band}
    given = [field for field, value in ways.items() if value is not None]
    for field in given[1:]:
        fix = "Keep the most exact that you know, and clear the others."
        yield Problem("client.age_twice", "The age is given in more than one way.", fix, field=field)


def _gender(answers: Answers, today: date) -> Iterator[Problem]:
    if answers.gender_described and answers.gender != "self_described":
        fix = "Choose “Prefer to self-describe”, or clear the words."
        yield Problem("client.gender", "There are words for a gender that has another answer.", fix, field="gender")


def _ethnicity(answers: Answers, today: date) -> Iterator[Problem]:
    group = _group_of().get(answers.ethnicity)
    if group and group != answers.ethnicity_group:
        fix = "Choose one of the group, or another group; the group alone is enough."
        message = "This ethnic group does not belong to the group chosen."
        yield Problem("client.ethnicity", message, fix, field="ethnicity")


def _disability(answers: Answers, today: date) -> Iterator[Problem]:
    limits, asked = answers.condition_limits, answers.condition == "yes"
    if asked and limits == "not_applicable":
        fix = "Choose how far, or why there is no answer."
        yield Problem("client.limits", "Whether the condition limits is missing.", fix, field="condition_limits")
    if not asked and not is_missing("activity_restriction", limits):
        fix = "Answer yes to the condition first, or clear this."
        message = "This is asked only where there is a long-lasting condition."
        yield Problem("client.limits", message, fix, field="condition_limits")


def _postcode(answers: Answers, today: date) -> Iterator[Problem]:
    text, state = answers.postcode, answers.postcode_state
    if state == "known" and not postcodes.normalise(text):
        fix = "Write it whole, like B29 6QJ, or choose “Known in part”."
        yield Problem("client.postcode", "This is not a whole postcode.", fix, field="postcode")
    elif state == "part" and not part_of_postcode(text):
        fix = "Write the first half, like B29, or the sector, like B29 6."
        yield Problem("client.postcode", "This is not part of a postcode.", fix, field="postcode")
    elif state == "not_asked" and text:
        fix = "Write it like B29 6QJ, or only its first half; or say why there is none."
        yield Problem("client.postcode", "This is not a postcode.", fix, field="postcode")
    elif state not in ("known", "part", "not_asked") and text:
        fix = "Clear the postcode, or say that it is known."
        yield Problem("client.postcode", "There is a postcode, and a reason why there is none.", fix, field="postcode")


CHECKS: tuple[Check, ...] = (
    _codes_known,
    _reference,
    _lengths,
    _email,
    _phone,
    _birth_date,
    _age,
    _age_one_way,
    _gender,
    _ethnicity,
    _disability,
    _postcode,
)


def status_problems(
    kind: str,
    code: str,
    start_date: date,
    today: date,
    row: int | None = None,
    *,
    known: Sequence[str] = STATUS_KINDS,
    person: Aged | None = None,
) -> list[Problem]:
    """Everything that is wrong with a dated status of this person; `known` are the kinds that exist for the writer."""
    found = list(_date_problems("start_date", "date", start_date, today))
    if person and person.birth_date and EARLIEST <= start_date < person.birth_date:
        fix = "Use a later day, or put the date of birth right."
        found.append(Problem("status.birth", "This is before they were born.", fix, field="start_date"))
    if kind not in known:
        fix = f"Choose from: {', '.join(known)}."
        found.append(Problem("status.kind", "This kind of status is not known.", fix, field="kind"))
    elif code not in _codes(kind):
        fix = f"Choose from: {', '.join(registry.get('codes', kind).codes)}."
        found.append(Problem("status.code", "This answer is not on the list.", fix, field="code"))
    elif code == "young_carer" and person and (age_on(person, start_date) or 0) >= GROWN:
        fix = "Choose adult carer or parent carer, or an earlier day."
        found.append(Problem("status.young", "A young carer is under 18.", fix, field="code"))
    return [replace(problem, row=row) for problem in found]


def reason_problems(reason: str) -> list[Problem]:
    """A reason for erasing is chosen from a short list, so that it can never hold anything personal."""
    if reason in ERASURE_REASONS:
        return []
    fix = f"Choose from: {', '.join(ERASURE_REASONS)}."
    return [Problem("erasure.reason", "Choose why this person is erased.", fix, field="reason")]
