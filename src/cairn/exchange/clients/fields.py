"""What a column of a list of people can be: the one list behind the proposals, the check, the template and the help."""

import re
from dataclasses import dataclass
from typing import Literal

from cairn.definitions import registry
from cairn.people.queries import fold

Kind = Literal["text", "date", "age", "code", "phone", "postcode"]


@dataclass(frozen=True, slots=True)
class Field:
    """`codes` is the code list that a word stands for (or service, worker)."""

    key: str
    label: str
    kind: Kind = "text"
    codes: str = ""
    example: str = ""

    @property
    def is_coded(self) -> bool:
        return self.kind == "code"


NAME_PARTS = ("first_name", "last_name")
SUPPORT = ("service", "worker", "referral_date", "start_date", "end_date", "closure_reason")

FIELDS: tuple[Field, ...] = (
    Field("first_name", "First name", example="Amina"),
    Field("last_name", "Last name", example="Example"),
    Field("name", "Full name", example="Amina Example"),
    Field("known_as", "Known as"),
    Field("reference", "Your reference", example="A-001"),
    Field("phone", "Phone", "phone", example="0121 496 0000"),
    Field("email", "E-mail", example="amina@example.org"),
    Field("birth_date", "Date of birth", "date", example="31/03/1980"),
    Field("age_years", "Age in years", "age"),
    Field("age_on_date", "Date of that age", "date"),
    Field("age_band", "Age band", "code", "age_band"),
    Field("gender", "Gender", "code", "gender", example="Woman"),
    Field("same_as_birth", "Gender same as registered at birth", "code", "same_as_birth"),
    Field("ethnicity", "Ethnic group", "code", "ethnicity", example="Indian"),
    Field("condition", "Long-lasting condition or illness", "code", "condition"),
    Field("disability", "Disability", "code", "disability"),
    Field("postcode", "Postcode", "postcode", example="B29 6QJ"),
    Field("added_date", "First known to us on", "date"),
    Field("service", "Service", "code", "service", example=""),
    Field("worker", "Worker", "code", "worker"),
    Field("referral_date", "Referred on", "date"),
    Field("start_date", "Support began on", "date", example="01/04/2025"),
    Field("end_date", "Support ended on", "date"),
    Field("closure_reason", "Why it ended", "code", "closure_reason"),
)  # fmt: skip
#: Headings that each goes by, without capitals and signs.
_HEARD = """
first_name: first name, firstname, forename, forenames, given name, christian name
last_name: last name, lastname, surname, family name
name: name, full name, client name, client, service user, service user name, person, customer name, participant,
    beneficiary
known_as: known as, preferred name, nickname, also known as, aka, likes to be called
reference: reference, ref, client ref, client id, id, ref no, reference number, client number, case number, case
    ref, urn, unique id
phone: phone, telephone, mobile, tel, tel no, phone number, mobile number, contact number, telephone number, mobile
    phone, home phone
email: email, e mail, email address, e mail address
birth_date: date of birth, dob, d o b, birth date, birthdate, birthday, born
age_years: age, age in years, current age, age at referral
age_on_date: age on, age as of, date of age, age on date
age_band: age band, age group, age range, age bracket
gender: gender, sex, gender identity, m f
same_as_birth: same as birth, gender same as registered at birth, gender same as at birth, trans, same gender as at
    birth
ethnicity: ethnicity, ethnic group, ethnic origin, ethnic background, race, ethnicity group
condition: long term condition, long lasting condition, health condition, long lasting condition or illness, ltc,
    long standing illness
disability: disability, disabled, has disability, disability status, any disability
postcode: postcode, post code, home postcode, pcode, postal code, zip
added_date: date added, first contact, registered, date registered, registration date, joined, date joined, created,
    first known to us on, date first seen
service: service, project, programme, service name, program, activity group, scheme
worker: worker, key worker, keyworker, support worker, case worker, caseworker, staff, allocated to, advisor,
    adviser, volunteer, named worker, assigned to
referral_date: referral date, date of referral, referred, referred on, date referred
start_date: start date, start, date started, support started, opened, date opened, open date, case opened, support
    began on, service start, date of start, started
end_date: end date, end, closed, date closed, close date, closure date, case closed, support ended on, date ended,
    exit date, leaving date, finish date, ended
closure_reason: closure reason, reason for closure, why it ended, exit reason, outcome at close, reason closed,
    reason for leaving, reason ended
"""
BY_KEY = {field.key: field for field in FIELDS}


def listed(text: str) -> dict[str, tuple[str, ...]]:
    """`key: word, word` on lines, of which an indented one goes on with the one before."""
    lines = text.strip().replace("\n    ", " ").splitlines()
    return {
        key: tuple(word.strip() for word in words.split(","))
        for key, _, words in (line.partition(": ") for line in lines)
    }


HEARD = listed(_HEARD)

#: What disability in one word says about the two questions that are kept: has a condition, and how far it limits.
DISABILITY = {
    "limited_a_lot": ("yes", "a_lot"),
    "limited_a_little": ("yes", "a_little"),
    "disabled": ("yes", "not_known"),
    "not_limited": ("yes", "not_at_all"),
    "no_condition": ("no", "not_asked"),
    **{code: (code, "not_asked") for code in ("not_asked", "not_known", "refused", "withheld")},
}
GROUP = "group:"


def choices(field: Field) -> list[tuple[str, str]]:
    """Code and label of everything that a word of a coded column can mean; services and workers are the organisation's."""
    if field.codes == "ethnicity":
        groups = registry.get("codes", "ethnicity_group").entries
        broad = [(GROUP + one.code, f"{one.label} (group only)") for one in groups if not one.missing]
        return [*entries("ethnicity", missing=False), *broad, *entries("ethnicity", missing=True)]
    if field.codes == "disability":
        found = entries("disability", missing=False)
        return [
            *found[:2],
            ("disabled", "Disabled, how far is not known"),
            *found[2:],
            *entries("disability", missing=True),
        ]
    return [*entries(field.codes, missing=False), *entries(field.codes, missing=True)]


def entries(list_id: str, *, missing: bool) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in registry.get("codes", list_id).entries if one.missing is missing]


def squeezed(text: object) -> str:
    """A heading or a word without capitals, accents and signs: `D.O.B.` → `d o b`."""
    return " ".join(re.sub(r"[^\w]+|_", " ", fold(str(text))).split())
