"""What makes a contract, a measure or an agreement sound. Pure: dates and what stands already are passed in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from cairn.contracts.views import AgreementState
from cairn.definitions import registry
from cairn.definitions.mart import TABLES
from cairn.definitions.shapes.measure import Measure
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem

#: Fields that leave with the individual rows of an annual return, and nowhere else: never in a mart, a quarterly return or a
#: figure. A postcode leaves at the finest precision that is named: in full, its sector, its district.
ANNUAL_ONLY: Mapping[str, str] = {
    "postcode": "Postcode in full",
    "sexual_orientation": "Sexual orientation",
    "religion": "Religion",
    "impairment": "More about disability",
    "employment": "Employment",
    "nationality": "Nationality",
    "immigration": "Immigration status",
    "interpreter": "Whether an interpreter is needed",
    "readings": "Every reading with its answers, score, stage and date",
    "accessibility": "How accessible the service was, person by person",
    "referrals": "Every referral, with why one was unsuccessful",
}
_TABLE_OF_ANNUAL = {"readings": "assessment", "accessibility": "feedback", "referrals": "referral"}
PERSON = "person"
"""The table of an annual return with one row for each person."""

#: The only fields that an agreement may name, by their mart names. A name or a birth date can never be one.
SHAREABLE: Mapping[str, str] = {
    "gender": "Gender",
    "same_as_birth": "Gender the same as registered at birth",
    "age_band": "Age band",
    "disability": "Disability",
    "ethnicity_group": "Ethnic group, in five groups",
    "ethnicity": "Ethnic group, in full",
    "sector": "Postcode sector",
    "district": "Postcode district",
    "ward": "Ward",
    "referral_sector": "Sector of the referrer",
    "referral_kind": "Kind of referrer",
    "crisis": "In crisis at presentation",
    "unsuccessful_reason": "Why a referral was unsuccessful",
    "need": "Need",
    "need_area": "Area of need",
    "ladder": "Step ladder",
    "rung": "Step reached",
    "outcome": "Outcome",
    "scale": "Tool of a reading",
    "stage": "Stage of a reading",
    "rater": "Who rated",
    "verdict": "Improved, the same or worse",
    "is_new": "New to the provider",
    "baseline_missing_reason": "Why a first reading is missing",
    "move_on_cause": "What stands in the way of moving on",
    "carers_assessment_kind": "Kind of carer's assessment",
    "carers_assessment_state": "What came of a carer's assessment",
    "service": "Service",
    "commissioning_area": "Commissioning area",
    **ANNUAL_ONLY,
}


def tables_of(name: str) -> tuple[str, ...]:
    """The mart tables that carry a field; of one that leaves once a year only, its table of the annual return."""
    if name in ANNUAL_ONLY:
        return (_TABLE_OF_ANNUAL.get(name, PERSON),)
    return tuple(table for table, columns in TABLES.items() if name in columns)


class ContractLike(Protocol):
    @property
    def reference(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def commissioning_area(self) -> str: ...
    @property
    def start_date(self) -> date: ...
    @property
    def end_date(self) -> date: ...
    @property
    def value_pounds(self) -> int | None: ...
    @property
    def lot(self) -> str: ...


def text(row: int | None, field: str, label: str, value: str, limit: int) -> list[Problem]:
    """A text that must be there and fit."""
    if not value.strip():
        return [Problem(f"{field}.missing", f"The {label} is missing.", f"Write the {label}.", field=field, row=row)]
    if len(value) > limit:
        fix = f"Shorten it to {limit} characters or fewer."
        return [Problem(f"{field}.long", f"The {label} is too long.", fix, field=field, row=row)]
    return []


MOST_POUNDS = 2_000_000_000
LONGEST_LOT = 80
MOST_TARGET = 1_000_000_000


def dates(row: int | None, start: date, end: date, field: str = "end_date") -> list[Problem]:
    """Neither of two dates is a slip of the hand, and the second is not before the first."""
    problems = slip(start, "start_date", row) + slip(end, field, row)
    if end < start:
        fix = "Put the earlier date first."
        problems.append(Problem("dates.order", "The end is before the start.", fix, field=field, row=row))
    return problems


def contract_problems(row: int, new: ContractLike, taken: Collection[str]) -> list[Problem]:
    """`taken` are the references that the commissioner uses already, with those before this one in the list."""
    problems = text(row, "reference", "reference", new.reference, 40)
    problems += text(row, "title", "title", new.title, 200) + dates(row, new.start_date, new.end_date)
    if new.reference.strip() in taken:
        problems.append(
            Problem(
                "reference.taken", "Another contract has this reference.", "Choose another.", field="reference", row=row
            )
        )
    areas = registry.get("codes", "commissioning_area").codes
    if new.commissioning_area not in areas:
        fix = f"Choose from: {', '.join(areas)}."
        problems.append(Problem("area.unknown", "That area is not known.", fix, field="commissioning_area", row=row))
    if new.value_pounds is not None and not 0 <= new.value_pounds <= MOST_POUNDS:
        fix = f"Write whole pounds, at most {MOST_POUNDS:,}."
        problems.append(Problem("value.range", "That cannot be the value.", fix, field="value_pounds", row=row))
    if len(new.lot) > LONGEST_LOT:
        fix = f"Shorten it to {LONGEST_LOT} characters or fewer."
        problems.append(Problem("lot.long", "The lot is too long.", fix, field="lot", row=row))
    return problems


class MeasureLike(Protocol):
    @property
    def measure(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def measure_class(self) -> str: ...
    @property
    def target(self) -> Decimal | int | None: ...


def measure_problems(
    row: int, new: MeasureLike, definition: Measure | None, taken: Collection[tuple[str, str]]
) -> list[Problem]:
    """`taken` are the (measure, by) that the contract carries already, with those before this one in the list."""
    if definition is None:
        fix = "Choose a measure from the list of measures."
        return [Problem("measure.unknown", "That measure is not defined.", fix, field="measure", row=row)]
    problems = []
    if new.by and new.by not in definition.may_group_by:
        fix = f"Leave it whole, or choose from: {', '.join(definition.may_group_by)}."
        problems.append(Problem("measure.by", "This measure may not be broken down so.", fix, field="by", row=row))
    classes = registry.get("codes", "measure_class").codes
    if new.measure_class and new.measure_class not in classes:
        fix = f"Choose from: {', '.join(classes)}."
        problems.append(Problem("measure.class", "That class is not known.", fix, field="measure_class", row=row))
    if new.target is not None and not abs(Decimal(new.target)) < MOST_TARGET:
        fix = f"Write a number below {MOST_TARGET:,}."
        problems.append(Problem("measure.target", "That cannot be a target.", fix, field="target", row=row))
    if (new.measure, new.by) in taken:
        fix = "Take it out of the list, or break it down by something else."
        problems.append(
            Problem("measure.twice", "The contract carries this measure already.", fix, field="measure", row=row)
        )
    return problems


def agreement_problems(purpose: str, start: date, end: date, retention_months: int, threshold: int) -> list[Problem]:
    problems = text(None, "purpose", "purpose", purpose, 300) + dates(None, start, end)
    if not 1 <= retention_months <= 1200:
        fix = "Write a number of months from 1 to 1200."
        problems.append(Problem("retention.range", "That is not how long to keep it.", fix, field="retention_months"))
    if threshold in (0, 1):
        words = "Small numbers will not be hidden." if not threshold else "One alone cannot be hidden among others."
        problems.append(Problem("threshold.none", words, "4 hides one to four.", severity="warning", field="threshold"))
    if not 0 <= threshold <= 100:
        fix = "Write a number from 0 to 100; 4 hides one to four."
        problems.append(Problem("threshold.range", "That threshold cannot be used.", fix, field="threshold"))
    return problems


@dataclass(frozen=True, slots=True)
class NewField:
    """A field that may leave, and why. `recipient` is who of the commissioner's house reads it; where that, how long it is
    kept or until when it leaves is not said, the agreement says it."""

    name: str
    purpose: str
    recipient: str = ""
    retention_months: int | None = None
    end_date: date | None = None


LONGEST_RECIPIENT = 120


def field_problems(fields: Sequence[NewField], until: date | None = None, months: int | None = None) -> list[Problem]:
    """A field must be on the closed list, once, with its purpose. No purpose, no field. None is kept longer, or leaves
    longer, than the agreement says (`months`, `until`)."""
    problems, seen = [], set()
    for row, new in enumerate(fields):
        if new.name not in SHAREABLE:
            fix = f"Choose from: {', '.join(SHAREABLE)}."
            problems.append(Problem("field.unknown", "That field may not leave.", fix, field="name", row=row))
        if new.name in seen:
            fix = "Name it once, with one purpose."
            problems.append(Problem("field.twice", "The field is named twice.", fix, field="name", row=row))
        seen.add(new.name)
        problems += text(row, "purpose", "purpose of the field", new.purpose, 200) + _terms(row, new, until, months)
    return problems


def _terms(row: int, new: NewField, until: date | None, months: int | None) -> list[Problem]:
    problems = []
    if len(new.recipient) > LONGEST_RECIPIENT:
        fix = f"Shorten it to {LONGEST_RECIPIENT} characters or fewer."
        problems.append(Problem("recipient.long", "The recipient is too long.", fix, field="recipient", row=row))
    if new.retention_months is not None and not 1 <= new.retention_months <= (months or 1200):
        fix = f"Write a number of months from 1 to {months or 1200}, as the agreement has it, or leave it blank."
        field = "retention_months"
        problems.append(Problem("retention.range", "A field is not kept so long.", fix, field=field, row=row))
    if new.end_date is not None and until is not None and new.end_date > until:
        fix = f"Use {until:%-d %B %Y} or a day before it, or leave it blank."
        problems.append(
            Problem("field.end", "The field would leave longer than the agreement.", fix, field="end_date", row=row)
        )
    return problems


class SignedLike(Protocol):
    @property
    def provider_signed_date(self) -> date | None: ...
    @property
    def commissioner_signed_date(self) -> date | None: ...
    @property
    def start_date(self) -> date: ...
    @property
    def end_date(self) -> date: ...


def agreement_state(agreement: SignedLike, on_date: date) -> AgreementState:
    """In force when both have signed by the day and the day lies within its dates."""
    signed = [agreement.provider_signed_date, agreement.commissioner_signed_date]
    given = [day for day in signed if day is not None and day <= on_date]
    if len(given) < 2:
        return "signed_by_one" if given else "draft"
    if on_date > agreement.end_date:
        return "ended"
    return "in_force" if on_date >= agreement.start_date else "not_yet"
